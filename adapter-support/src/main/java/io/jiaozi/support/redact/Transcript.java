package io.jiaozi.support.redact;

import io.jiaozi.support.form.FormCodec;
import io.jiaozi.support.form.MalformedFormException;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An exchange made fit for a TRACE log: method, path without numbers, names of headers, names of
 * fields. Values are masked except those of fields the adapter declares harmless. What cannot be
 * understood is counted, not shown. Safe for use by many threads.
 */
public final class Transcript {

  private static final String MASK = "***";
  private static final int LONGEST_VALUE = 100;
  private static final int MOST_FIELDS = 200;
  private static final Pattern PLAIN_SEGMENT =
      Pattern.compile("v[0-9]{1,2}|(?=.{1,40}$)[A-Za-z]{1,24}(?:[-_.][A-Za-z]{1,24})*");
  private static final Pattern PLAIN_NAME =
      Pattern.compile("(?=.{1,48}$)[A-Za-z]+[0-9]{0,3}(?:[-_.][A-Za-z]+[0-9]{0,3})*");

  private final Set<String> shown;

  private Transcript(Set<String> shown) {
    this.shown = shown;
  }

  /** A transcript that shows the values of these fields, wherever they stand. */
  public static Transcript showing(Set<String> fieldNames) {
    return new Transcript(Set.copyOf(fieldNames));
  }

  /**
   * A path with every segment masked that may be somebody's number or token. Kept are versions such
   * as {@code v3} and words of letters.
   */
  public static String maskedPath(String encodedPath) {
    StringBuilder out = new StringBuilder();
    int start = 0;
    while (start <= encodedPath.length()) {
      int slash = encodedPath.indexOf('/', start);
      int end = slash < 0 ? encodedPath.length() : slash;
      String segment = encodedPath.substring(start, end);
      out.append(segment.isEmpty() || PLAIN_SEGMENT.matcher(segment).matches() ? segment : MASK);
      if (slash >= 0) {
        out.append('/');
      }
      start = end + 1;
    }
    return out.toString();
  }

  /**
   * Describes a request.
   *
   * @param contentType null if it has no body
   */
  public String request(
      String method,
      String encodedPath,
      Collection<String> headerNames,
      @Nullable String contentType,
      byte[] body) {
    return method
        + " "
        + maskedPath(encodedPath)
        + " "
        + headers(headerNames)
        + " "
        + body(contentType, body);
  }

  /** Describes a reply. */
  public String reply(
      int status, Collection<String> headerNames, @Nullable String contentType, byte[] body) {
    return status + " " + headers(headerNames) + " " + body(contentType, body);
  }

  private static String headers(Collection<String> names) {
    StringBuilder out = new StringBuilder("[");
    for (String name : names) {
      out.append(out.length() == 1 ? "" : ", ").append(name(name));
    }
    return out.append(']').toString();
  }

  private String body(@Nullable String contentType, byte[] body) {
    if (body.length == 0) {
      return "(no body)";
    }
    String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    try {
      if (type.startsWith("application/json")) {
        return json(body);
      }
      if (type.startsWith("application/x-www-form-urlencoded")) {
        return form(body);
      }
    } catch (MalformedJsonException | MalformedFormException e) {
      return "(" + body.length + " bytes, not what their content type says)";
    }
    return "(" + body.length + " bytes)";
  }

  private String form(byte[] body) {
    // Latin-1 takes every byte; the names that may be shown are ASCII.
    Map<String, String> fields = FormCodec.decode(body, StandardCharsets.ISO_8859_1);
    StringBuilder out = new StringBuilder("{");
    fields.forEach(
        (field, value) ->
            out.append(out.length() == 1 ? "" : ", ")
                .append(name(field))
                .append('=')
                .append(shown.contains(field) ? LogText.escape(value, LONGEST_VALUE) : MASK));
    return out.append('}').toString();
  }

  private String json(byte[] body) {
    StringBuilder out = new StringBuilder();
    try (JsonIn in = JsonIn.object(body)) {
      new JsonScribe(in, out).object();
      in.end();
    }
    return out.toString();
  }

  private static String name(String name) {
    return PLAIN_NAME.matcher(name).matches() ? name : MASK;
  }

  private final class JsonScribe {
    private final JsonIn in;
    private final StringBuilder out;
    private int fields;

    JsonScribe(JsonIn in, StringBuilder out) {
      this.in = in;
      this.out = out;
    }

    void object() {
      out.append('{');
      String separator = "";
      while (in.nextField()) {
        if (++fields > MOST_FIELDS) {
          continue;
        }
        out.append(separator).append(name(in.field())).append('=');
        separator = ", ";
        value(in.field());
      }
      out.append('}');
    }

    private void value(String field) {
      switch (in.kind()) {
        case OBJECT -> {
          in.enterObject();
          object();
        }
        case ARRAY -> {
          in.enterArray();
          out.append('[');
          String separator = "";
          while (in.nextElement()) {
            out.append(separator);
            separator = ", ";
            value(field);
          }
          out.append(']');
        }
        case TEXT -> {
          if (shown.contains(field)) {
            out.append(LogText.escape(in.text(), LONGEST_VALUE));
          } else {
            mask();
          }
        }
        case NULL -> {
          in.skip();
          out.append("null");
        }
        case OTHER -> mask();
      }
    }

    private void mask() {
      in.skip();
      out.append(MASK);
    }
  }
}
