package io.lokivector.kernel.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** Says in plain words what a bundle needs that nobody provides. */
final class MissingRequirements {
    private static final Pattern PACKAGE = Pattern.compile("\\(osgi\\.wiring\\.package=([^)]+)\\)");
    private static final Pattern BUNDLE =
            Pattern.compile("\\(osgi\\.(?:wiring\\.bundle|wiring\\.host|identity)=([^)]+)\\)");
    private static final Pattern AT_LEAST = Pattern.compile("\\((?:bundle-)?version>=([^)]+)\\)");
    private static final Pattern BELOW =
            Pattern.compile("\\(!\\((?:bundle-)?version>=([^)]+)\\)\\)");
    private static final Pattern JAVA = Pattern.compile("\\(version=([^)]+)\\)");
    private static final int MAX_NAMED = 5;

    private final BundleContext framework;

    MissingRequirements(BundleContext framework) {
        this.framework = framework;
    }

    /** One sentence on what is missing; empty if each requirement by itself could be met. */
    Optional<String> of(Bundle bundle) {
        final BundleRevision revision = bundle.adapt(BundleRevision.class);
        final List<String> missing = new ArrayList<>();
        for (final BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
            if (!isOptional(requirement) && !isMet(requirement)) {
                missing.add(describe(requirement));
            }
        }
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        final int rest = missing.size() - MAX_NAMED;
        return Optional.of(
                "it needs "
                        + String.join(
                                ", and ", missing.subList(0, Math.min(MAX_NAMED, missing.size())))
                        + (rest > 0 ? ", and " + rest + " more" : ""));
    }

    private static boolean isOptional(BundleRequirement requirement) {
        final boolean isDynamic =
                "dynamic".equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
        final boolean isEffectiveNow =
                Objects.requireNonNullElse(
                                requirement.getDirectives().get(Constants.EFFECTIVE_DIRECTIVE),
                                "resolve")
                        .equals("resolve");
        return isDynamic
                || !isEffectiveNow
                || Constants.RESOLUTION_OPTIONAL.equals(
                        requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
    }

    private boolean isMet(BundleRequirement requirement) {
        return capabilities(requirement.getNamespace()).stream().anyMatch(requirement::matches);
    }

    private List<BundleCapability> capabilities(String namespace) {
        final List<BundleCapability> all = new ArrayList<>();
        for (final Bundle bundle : framework.getBundles()) {
            final BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision != null) {
                all.addAll(revision.getDeclaredCapabilities(namespace));
            }
        }
        return all;
    }

    private String describe(BundleRequirement requirement) {
        final String filter =
                Objects.requireNonNullElse(
                        requirement.getDirectives().get(Constants.FILTER_DIRECTIVE), "");
        return switch (requirement.getNamespace()) {
            case PackageNamespace.PACKAGE_NAMESPACE -> describePackage(filter);
            case "osgi.ee" ->
                    "Java " + group(JAVA, filter).orElse("of another version") + " or newer";
            case "osgi.wiring.bundle", "osgi.wiring.host", "osgi.identity" ->
                    "the module " + group(BUNDLE, filter).orElse(filter) + range(filter);
            default -> "the capability " + requirement.getNamespace() + " " + filter;
        };
    }

    private String describePackage(String filter) {
        final String name = group(PACKAGE, filter).orElse(filter);
        final List<String> present =
                capabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                        .filter(capability ->
                                name.equals(
                                        capability
                                                .getAttributes()
                                                .get(PackageNamespace.PACKAGE_NAMESPACE)))
                        .map(capability ->
                                String.valueOf(
                                        capability
                                                .getAttributes()
                                                .get(Constants.VERSION_ATTRIBUTE)))
                        .distinct()
                        .toList();
        return "the package "
                + name
                + range(filter)
                + (present.isEmpty()
                        ? ", which nobody provides"
                        : ", but here is version " + String.join(" and ", present));
    }

    private static String range(String filter) {
        final Optional<String> least = group(AT_LEAST, filter.replaceAll(BELOW.pattern(), ""));
        final Optional<String> below = group(BELOW, filter);
        if (least.isEmpty() && below.isEmpty()) {
            return "";
        }
        return " in a version"
                + least.map(version -> " from " + version).orElse("")
                + below.map(version -> " below " + version).orElse("");
    }

    private static Optional<String> group(Pattern pattern, String text) {
        final Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
