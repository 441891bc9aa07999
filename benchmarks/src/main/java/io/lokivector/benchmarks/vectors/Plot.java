package io.lokivector.benchmarks.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line plot as SVG: x from left to right as recall in "nines", so that 0.99 is as far from 0.9 as
 * 0.999 from 0.99; y as searches a second on a logarithmic scale.
 */
final class Plot {
    private static final int WIDTH = 1040;
    private static final int HEIGHT = 560;
    private static final int LEFT = 80;
    private static final int TOP = 56;
    private static final int BOTTOM = 500;
    private static final int RIGHT = 660;
    private static final int LEGEND = 684;
    private static final double[] RECALLS = {0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999};
    private static final double LEAST_MISSED = 0.0007;

    /** The y axis begins and ends at a third of a decade. */
    private static final double PER_DECADE = 3;

    /** Colours that people with colour-blind eyes can tell apart (Okabe and Ito, 2008), and two. */
    private static final List<String> COLOURS =
            List.of(
                    "#D55E00", "#E69F00", "#000000", "#7F7F7F", "#0072B2", "#56B4E9", "#009E73",
                    "#CC79A7", "#8B4513", "#9467BD");

    private static final List<String> DASHES = List.of("", "7 4", "2 3");

    private final String title;
    private final List<Line> lines;
    private final double leastRecall;
    private final double leastRate;
    private final double greatestRate;
    private final StringBuilder svg = new StringBuilder();

    /** A labelled line. */
    record Line(String label, List<Spot> spots) {}

    /** A point of a line. */
    record Spot(double recall, double rate) {}

    private Plot(String title, List<Line> lines) {
        this.title = title;
        this.lines = lines;
        final List<Spot> spots = new ArrayList<>();
        lines.forEach(line -> spots.addAll(line.spots()));
        // Below 0.5 nobody wants to search.
        this.leastRecall =
                Math.clamp(spots.stream().mapToDouble(Spot::recall).min().orElse(0.5), 0.5, 0.9);
        this.leastRate =
                Math.pow(
                        10,
                        Math.floor(Math.log10(extreme(spots, -1) * 1.0001) * PER_DECADE)
                                / PER_DECADE);
        this.greatestRate =
                Math.max(
                        leastRate * 10,
                        Math.pow(
                                10,
                                Math.ceil(Math.log10(extreme(spots, 1) * 0.9999) * PER_DECADE)
                                        / PER_DECADE));
    }

    /** The least or the greatest rate; 1 of none. */
    private static double extreme(List<Spot> spots, int sign) {
        return sign * spots.stream().mapToDouble(spot -> sign * spot.rate()).max().orElse(sign);
    }

    static String draw(String title, List<Line> lines) {
        final Plot plot = new Plot(title, lines);
        plot.begin();
        plot.axes();
        plot.lines();
        return plot.svg.append("</svg>\n").toString();
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void begin() {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                        + " height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">",
                WIDTH, HEIGHT, WIDTH, HEIGHT);
        add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        add("<text x=\"%d\" y=\"30\" font-size=\"17\">%s</text>", LEFT, escaped(title));
    }

    private static double missed(double recall) {
        return -Math.log10(Math.max(1 - recall, LEAST_MISSED));
    }

    private double x(double recall) {
        final double from = missed(leastRecall);
        final double to = -Math.log10(LEAST_MISSED);
        return LEFT + (missed(recall) - from) / (to - from) * (RIGHT - LEFT);
    }

    private double y(double rate) {
        return BOTTOM
                - Math.log(rate / leastRate) / Math.log(greatestRate / leastRate) * (BOTTOM - TOP);
    }

    private void axes() {
        for (double decade = Math.pow(10, Math.floor(Math.log10(leastRate)));
                decade <= greatestRate;
                decade *= 10) {
            for (int digit = 1; digit <= 9; digit++) {
                if (digit * decade >= leastRate && digit * decade <= greatestRate) {
                    rate(digit * decade, digit);
                }
            }
        }
        for (final double recall : RECALLS) {
            if (recall >= leastRecall) {
                final double x = x(recall);
                add(
                        "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#DDDDDD\"/>",
                        x, x, TOP, BOTTOM);
                add(
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                        x, BOTTOM + 20, recall);
            }
        }
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\""
                        + " stroke=\"#444444\"/>",
                LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP);
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">recall@10</text>",
                (LEFT + RIGHT) / 2, BOTTOM + 44);
        add(
                "<text transform=\"translate(20 %d) rotate(-90)\" text-anchor=\"middle\">"
                        + "searches/s, one thread</text>",
                (TOP + BOTTOM) / 2);
    }

    private void rate(double rate, int digit) {
        final double y = y(rate);
        add(
                "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
                LEFT, RIGHT, y, y, digit == 1 ? "#BBBBBB" : "#EEEEEE");
        if (digit == 1 || digit == 2 || digit == 5) {
            add(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 8, y + 4, String.format(Locale.ROOT, "%,.0f", rate));
        }
    }

    private void lines() {
        for (int i = 0; i < lines.size(); i++) {
            final Line line = lines.get(i);
            final String colour = COLOURS.get(i % COLOURS.size());
            final String dash = DASHES.get(i / COLOURS.size() % DASHES.size());
            final StringBuilder path = new StringBuilder();
            for (final Spot spot : line.spots()) {
                if (spot.recall() >= leastRecall) {
                    path.append(
                            String.format(
                                    Locale.ROOT, "%.1f,%.1f ", x(spot.recall()), y(spot.rate())));
                    add(
                            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>",
                            x(spot.recall()), y(spot.rate()), colour);
                }
            }
            add(
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\""
                            + " stroke-dasharray=\"%s\"/>",
                    path.toString().strip(), colour, dash);
            legend(i, line.label(), colour, dash);
        }
    }

    private static final int LINE_HEIGHT = 24;

    private void legend(int place, String label, String colour, String dash) {
        final int y = TOP + 12 + place * LINE_HEIGHT;
        add(
                "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\""
                        + " stroke-dasharray=\"%s\"/>",
                LEGEND, LEGEND + 26, y, y, colour, dash);
        add("<circle cx=\"%d\" cy=\"%d\" r=\"3\" fill=\"%s\"/>", LEGEND + 13, y, colour);
        add("<text x=\"%d\" y=\"%d\">%s</text>", LEGEND + 34, y + 4, escaped(label));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
