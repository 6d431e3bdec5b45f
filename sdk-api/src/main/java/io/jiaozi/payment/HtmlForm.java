package io.jiaozi.payment;

import java.net.URI;
import java.util.Map;

/** Writes a form that submits itself, with everything escaped for an attribute in double quotes. */
final class HtmlForm {

  private HtmlForm() {}

  static String autoSubmit(URI action, Map<String, String> fields) {
    StringBuilder html = new StringBuilder(256);
    html.append("<form id=\"jiaozi-form\" method=\"post\" accept-charset=\"UTF-8\" action=\"");
    escape(action.toString(), html);
    html.append("\">\n");
    fields.forEach(
        (name, value) -> {
          html.append("<input type=\"hidden\" name=\"");
          escape(name, html);
          html.append("\" value=\"");
          escape(value, html);
          html.append("\">\n");
        });
    return html.append("<noscript><button type=\"submit\">&#8594;</button></noscript>\n</form>\n")
        .append("<script>document.getElementById(\"jiaozi-form\").submit();</script>\n")
        .toString();
  }

  private static void escape(String text, StringBuilder html) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        // A browser normalises bare line ends in values; as references they survive.
        case '\r' -> html.append("&#13;");
        case '\n' -> html.append("&#10;");
        default -> html.append(c);
      }
    }
  }
}
