package io.jiaozi.paypal;

import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.MalformedJsonException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a reply that is no success says. PayPal's free text is not read, it may hold anything.
 * Source: protocol sheet, sections 1.2 and 6.1.
 *
 * @param status HTTP status
 * @param name the error's name, or the {@code error} of an OAuth answer; null if the reply is no
 *     error document
 * @param issues the issues of its details that are codes, in order
 * @param debugId what PayPal's support asks for
 * @param retryAfter how long PayPal asks to wait
 * @param approvalLink where the buyer can act; null if it does not say
 */
record ChannelError(
    int status,
    @Nullable String name,
    List<String> issues,
    @Nullable String debugId,
    @Nullable Duration retryAfter,
    @Nullable String approvalLink) {

  private static final Pattern CODE = Pattern.compile("[0-9A-Za-z_]{1,80}");
  private static final int MOST_ISSUES = 8;

  static ChannelError of(Reply reply, Instant now) {
    Document document = Document.in(reply.body());
    String debugId = DebugIds.of(reply);
    return new ChannelError(
        reply.status(),
        document.name,
        List.copyOf(document.issues),
        debugId == null ? DebugIds.checked(document.debugId) : debugId,
        reply.retryAfter(now),
        document.approvalLink);
  }

  /** The fields of an error document. Not thread-safe. */
  private static final class Document {
    private @Nullable String name;
    private @Nullable String debugId;
    private @Nullable String approvalLink;
    private final List<String> issues = new ArrayList<>(1);

    /** Gateways before the API answer with an empty body or a page; then there is nothing. */
    static Document in(byte[] body) {
      Document document = new Document();
      if (body.length == 0) {
        return document;
      }
      try (JsonIn in = JsonIn.object(body)) {
        while (in.nextField()) {
          document.field(in);
        }
        in.end();
        return document;
      } catch (MalformedJsonException notJson) {
        return new Document();
      }
    }

    private void field(JsonIn in) {
      switch (in.field()) {
        // The second is the shape of OAuth errors; never both.
        case "name", "error" -> name = code(Wire.text(in));
        case "debug_id" -> debugId = Wire.text(in);
        case "details" ->
            Wire.list(
                in,
                detail -> {
                  detail.enterObject();
                  return issue(Wire.field(detail, "issue"));
                });
        case "links" -> Wire.list(in, link -> approval(Wire.Link.read(link)));
        default -> in.skip();
      }
    }

    private boolean issue(@Nullable String issue) {
      String code = code(issue);
      return code != null && issues.size() < MOST_ISSUES && issues.add(code);
    }

    private Wire.Link approval(Wire.Link link) {
      if ("payer-action".equals(link.rel()) || "redirect".equals(link.rel())) {
        approvalLink = link.href();
      }
      return link;
    }

    private static @Nullable String code(@Nullable String text) {
      return text != null && CODE.matcher(text).matches() ? text : null;
    }
  }

  /** Whether this issue is among its details. */
  boolean has(String issue) {
    return issues.contains(issue);
  }

  /** The most telling code: the issue that is known, else the first, else the name. */
  @Nullable String code() {
    for (String issue : issues) {
      if (Issue.of(issue) != null) {
        return issue;
      }
    }
    return issues.isEmpty() ? name : issues.get(0);
  }

  /** What its code means; null if nobody knows. */
  @Nullable Issue issue() {
    String code = code();
    return code == null ? null : Issue.of(code);
  }

  /** The address for the buyer, if it is one. */
  @Nullable URI approval() {
    try {
      return approvalLink == null ? null : URI.create(approvalLink);
    } catch (IllegalArgumentException notAnAddress) {
      return null;
    }
  }

  /** For messages: status, name and issue. */
  String told() {
    String code = code();
    return status
        + (name == null ? " without an error document" : " " + name)
        + (code == null || code.equals(name) ? "" : ", issue " + code);
  }
}
