package io.jiaozi.payment;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the shop does next so that the buyer can pay. */
public sealed interface NextAction {

  /** One constant an action, for a {@code switch} that must not forget one. */
  enum Kind {
    /** {@link Redirect}. */
    REDIRECT,
    /** {@link SubmitForm}. */
    SUBMIT_FORM,
    /** {@link ShowQrCode}. */
    SHOW_QR_CODE,
    /** {@link InvokeClient}. */
    INVOKE_CLIENT
  }

  /** Which action this is. */
  Kind kind();

  /**
   * Until when the action works; null if the channel does not say. After that, call {@code pay}
   * again with the same request.
   */
  @Nullable Instant validUntil();

  /**
   * Send the browser to a page of the channel.
   *
   * @param url absolute address; its query is hidden in {@code toString}
   */
  record Redirect(URI url, @Nullable Instant validUntil) implements NextAction {
    /** Checks that nothing required is missing. */
    public Redirect {
      Objects.requireNonNull(url, "url");
    }

    @Override
    public Kind kind() {
      return Kind.REDIRECT;
    }

    @Override
    public String toString() {
      return "Redirect[host=" + url.getHost() + ", validUntil=" + validUntil + "]";
    }
  }

  /**
   * Let the browser post a form to a page of the channel.
   *
   * @param action where the form goes
   * @param fields hidden fields in order; copied; values are hidden in {@code toString}
   */
  record SubmitForm(URI action, Map<String, String> fields, @Nullable Instant validUntil)
      implements NextAction {
    /** Copies the fields. */
    public SubmitForm {
      Objects.requireNonNull(action, "action");
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @Override
    public Kind kind() {
      return Kind.SUBMIT_FORM;
    }

    /**
     * A complete HTML fragment: the form with every name, value and the action escaped, a button
     * for browsers without scripts, and the script that submits it. Where a content security policy
     * forbids inline scripts, use {@link #fields} in a page of your own.
     */
    public String toHtml() {
      return HtmlForm.autoSubmit(action, fields);
    }

    /**
     * The same as one address, for a link or a redirect: the fields, percent-encoded in UTF-8,
     * behind those of the action. Only where the channel's page in the documentation says so; other
     * channels take the form alone. As long as the form, a thousand characters and more, and as
     * confidential.
     */
    public URI toUrl() {
      StringBuilder url = new StringBuilder(action.toString());
      char next = action.getRawQuery() == null ? '?' : '&';
      for (Map.Entry<String, String> field : fields.entrySet()) {
        url.append(next)
            .append(URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8))
            .append('=')
            .append(URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8));
        next = '&';
      }
      return URI.create(url.toString());
    }

    @Override
    public String toString() {
      return "SubmitForm[host="
          + action.getHost()
          + ", fields="
          + fields.keySet()
          + ", validUntil="
          + validUntil
          + "]";
    }
  }

  /**
   * Draw a QR code for the buyer to scan.
   *
   * @param content the text the code holds; whoever has it can pay the order, so it is hidden in
   *     {@code toString}
   */
  record ShowQrCode(String content, @Nullable Instant validUntil) implements NextAction {
    /** Checks that nothing required is missing. */
    public ShowQrCode {
      Objects.requireNonNull(content, "content");
    }

    @Override
    public Kind kind() {
      return Kind.SHOW_QR_CODE;
    }

    @Override
    public String toString() {
      return "ShowQrCode[content hidden, validUntil=" + validUntil + "]";
    }
  }

  /**
   * Hand parameters to code on the buyer's device: an app, a mini program, a script in the page.
   *
   * @param client which client code takes them, in the channel's words
   * @param parameters in order; copied; values are hidden in {@code toString}
   */
  record InvokeClient(String client, Map<String, String> parameters, @Nullable Instant validUntil)
      implements NextAction {
    /** Copies the parameters. */
    public InvokeClient {
      Objects.requireNonNull(client, "client");
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    @Override
    public Kind kind() {
      return Kind.INVOKE_CLIENT;
    }

    @Override
    public String toString() {
      return "InvokeClient[client="
          + client
          + ", parameters="
          + parameters.keySet()
          + ", validUntil="
          + validUntil
          + "]";
    }
  }
}
