package io.lokivector.kernel.extension;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Orders versions of modules ({@code 1.2.3.qualifier}) and plugins ({@code 1.2.3-rc.1}) alike: by
 * number, and a pre-release before its release.
 */
final class VersionOrder implements Comparator<String> {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?(.*)");

    @Override
    public int compare(String left, String right) {
        final Matcher a = FORM.matcher(left);
        final Matcher b = FORM.matcher(right);
        if (!a.matches() || !b.matches()) {
            return Boolean.compare(a.matches(), b.matches());
        }
        for (int part = 1; part <= 3; part++) {
            final int order = Integer.compare(number(a.group(part)), number(b.group(part)));
            if (order != 0) {
                return order;
            }
        }
        final String restOfA = a.group(4);
        final String restOfB = b.group(4);
        final int order = Boolean.compare(!restOfA.startsWith("-"), !restOfB.startsWith("-"));
        return order != 0 ? order : restOfA.compareTo(restOfB);
    }

    private static int number(@org.jspecify.annotations.Nullable String text) {
        return text == null ? 0 : Integer.parseInt(text);
    }
}
