package io.lokivector.engine.query.regex;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The sets of the form {@code \p{Lu}}, {@code \p{Script=Greek}} or {@code \p{Alphabetic}}. */
final class UnicodeProperty {
    private UnicodeProperty() {}

    /**
     * The platform's own tables decide; a single character at a time leaves nothing to backtrack
     * into.
     */
    static CharacterSet named(String expression) {
        if (expression.equals("Any")) {
            return CharacterSet.ANY;
        }
        if (expression.equals("ASCII")) {
            return CharacterSet.of(c -> c < 128);
        }
        if (expression.equals("Assigned")) {
            return CharacterSet.of(Character::isDefined);
        }
        String java = translate(expression);
        try {
            var matches = Pattern.compile("\\p{" + java + "}").asMatchPredicate();
            return CharacterSet.of(c -> matches.test(Character.toString(c)));
        } catch (PatternSyntaxException _) {
            throw new MalformedPatternException("unknown property '" + expression + "'");
        }
    }

    private static String translate(String expression) {
        int equals = expression.indexOf('=');
        if (equals >= 0) {
            String name = expression.substring(0, equals);
            String value = expression.substring(equals + 1);
            return switch (name) {
                case "General_Category", "gc" -> "gc=" + category(value);
                case "Script", "sc", "Script_Extensions", "scx" -> "script=" + value;
                default -> throw new MalformedPatternException("unknown property '" + name + "'");
            };
        }
        String category = category(expression);
        boolean isCategory = category.length() <= 2;
        return isCategory ? "gc=" + category : "Is" + expression;
    }

    private static String category(String name) {
        return switch (name) {
            case "Letter" -> "L";
            case "Cased_Letter" -> "LC";
            case "Uppercase_Letter" -> "Lu";
            case "Lowercase_Letter" -> "Ll";
            case "Titlecase_Letter" -> "Lt";
            case "Modifier_Letter" -> "Lm";
            case "Other_Letter" -> "Lo";
            case "Mark", "Combining_Mark" -> "M";
            case "Nonspacing_Mark" -> "Mn";
            case "Spacing_Mark" -> "Mc";
            case "Enclosing_Mark" -> "Me";
            case "Number" -> "N";
            case "Decimal_Number", "digit" -> "Nd";
            case "Letter_Number" -> "Nl";
            case "Other_Number" -> "No";
            case "Punctuation", "punct" -> "P";
            case "Symbol" -> "S";
            case "Math_Symbol" -> "Sm";
            case "Currency_Symbol" -> "Sc";
            case "Modifier_Symbol" -> "Sk";
            case "Other_Symbol" -> "So";
            case "Separator" -> "Z";
            case "Space_Separator" -> "Zs";
            case "Line_Separator" -> "Zl";
            case "Paragraph_Separator" -> "Zp";
            case "Other" -> "C";
            case "Control", "cntrl" -> "Cc";
            case "Format" -> "Cf";
            default -> name;
        };
    }
}
