package io.jiaozi.benchmarks.run;

import java.util.List;
import java.util.Locale;

/** A horizontal bar chart as SVG: readable on light and dark pages, without scripts or fonts. */
final class Chart {
  private static final int LABEL = 230;
  private static final int BARS = 420;
  private static final int LINE = 24;

  private Chart() {}

  /**
   * One bar.
   *
   * @param text what is written behind it
   * @param ours whether it is ours, which is drawn in another colour
   */
  record Bar(String label, double value, String text, boolean ours) {}

  /** Bars that are compared with each other. */
  record Group(String title, List<Bar> bars) {}

  static String draw(String title, List<Group> groups) {
    int lines = groups.stream().mapToInt(group -> group.bars().size() + 1).sum();
    int height = 40 + lines * LINE + groups.size() * 8;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d"
                + " %d\" role=\"img\" aria-label=\"%s\" font-family=\"sans-serif\""
                + " font-size=\"13\">%n",
            LABEL + BARS + 170,
            height,
            LABEL + BARS + 170,
            height,
            escaped(title)));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    text(svg, 10, 24, title, "font-size=\"15\" font-weight=\"bold\" fill=\"#222222\"");
    int y = 44;
    for (Group group : groups) {
      double most = group.bars().stream().mapToDouble(Bar::value).max().orElse(1);
      text(svg, 10, y + 12, group.title(), "font-weight=\"bold\" fill=\"#444444\"");
      y += LINE;
      for (Bar bar : group.bars()) {
        double width = most <= 0 ? 0 : bar.value() / most * BARS;
        text(svg, 20, y + 12, bar.label(), "fill=\"#222222\"");
        svg.append(
            String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"16\" fill=\"%s\"/>%n",
                LABEL,
                y - 1,
                Math.max(1, width),
                bar.ours() ? "#c8102e" : "#8a94a0"));
        text(svg, (int) (LABEL + width + 8), y + 12, bar.text(), "fill=\"#222222\"");
        y += LINE;
      }
      y += 8;
    }
    return svg.append("</svg>\n").toString();
  }

  private static void text(StringBuilder svg, int x, int y, String words, String style) {
    svg.append(
        String.format(
            Locale.ROOT, "<text x=\"%d\" y=\"%d\" %s>%s</text>%n", x, y, style, escaped(words)));
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
