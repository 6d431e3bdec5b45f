package io.jiaozi.paypal;

import io.jiaozi.support.json.JsonIn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Messages field by field as on the wire, in the wire's words: amounts and times as text. Fields
 * nobody here needs are passed over, any field may be missing, and a field of another kind than
 * documented counts as missing: PayPal's other products use the same names for other things.
 * Source: protocol sheet, sections 1.2, 2.2, 2.4, 3 and 5.5.
 */
final class Wire {

  private Wire() {}

  /** {@code {"currency_code":"USD","value":"10.99"}}. */
  record Amount(@Nullable String currencyCode, @Nullable String value) {

    static Amount read(JsonIn in) {
      String currencyCode = null;
      String value = null;
      in.enterObject();
      while (in.nextField()) {
        switch (in.field()) {
          case "currency_code" -> currencyCode = text(in);
          case "value" -> value = text(in);
          default -> in.skip();
        }
      }
      return new Amount(currencyCode, value);
    }
  }

  /** A HATEOAS link. */
  record Link(@Nullable String rel, @Nullable String href) {

    static Link read(JsonIn in) {
      String rel = null;
      String href = null;
      in.enterObject();
      while (in.nextField()) {
        switch (in.field()) {
          case "rel" -> rel = text(in);
          case "href" -> href = text(in);
          default -> in.skip();
        }
      }
      return new Link(rel, href);
    }
  }

  /** A purchase unit with what was paid for it. */
  record Unit(
      @Nullable String customId,
      @Nullable String invoiceId,
      @Nullable Amount amount,
      @Nullable String payeeId,
      List<Resource> authorizations,
      List<Resource> captures,
      List<Resource> refunds) {

    static Unit read(JsonIn in) {
      String customId = null;
      String invoiceId = null;
      Amount amount = null;
      String payeeId = null;
      List<Resource> authorizations = List.of();
      List<Resource> captures = List.of();
      List<Resource> refunds = List.of();
      in.enterObject();
      while (in.nextField()) {
        switch (in.field()) {
          case "custom_id" -> customId = text(in);
          case "invoice_id" -> invoiceId = text(in);
          case "amount" -> amount = object(in, Amount::read);
          case "payee" -> payeeId = inside(in, "merchant_id");
          case "payments" -> {
            if (!enter(in)) {
              continue;
            }
            while (in.nextField()) {
              switch (in.field()) {
                case "authorizations" -> authorizations = list(in, Resource::element);
                case "captures" -> captures = list(in, Resource::element);
                case "refunds" -> refunds = list(in, Resource::element);
                default -> in.skip();
              }
            }
          }
          default -> in.skip();
        }
      }
      return new Unit(customId, invoiceId, amount, payeeId, authorizations, captures, refunds);
    }
  }

  /**
   * An order, authorization, capture or refund; in replies, in lists and in notifications alike.
   *
   * @param reason {@code status_details.reason}
   * @param totalRefunded {@code seller_payable_breakdown.total_refunded_amount}
   */
  record Resource(
      @Nullable String id,
      @Nullable String intent,
      @Nullable String status,
      @Nullable String reason,
      @Nullable Amount amount,
      @Nullable String customId,
      @Nullable String invoiceId,
      @Nullable String createTime,
      @Nullable String updateTime,
      @Nullable String expirationTime,
      @Nullable String orderId,
      @Nullable String authorizationId,
      @Nullable String captureId,
      @Nullable String payeeId,
      @Nullable String payerId,
      @Nullable Amount totalRefunded,
      List<Unit> units,
      List<Link> links) {

    /** A document that is one. */
    static Resource document(JsonIn in) {
      ResourceReader reader = new ResourceReader();
      while (in.nextField()) {
        reader.field(in);
      }
      return reader.resource();
    }

    /** A value that is one. */
    static Resource element(JsonIn in) {
      in.enterObject();
      return document(in);
    }

    /** The address of the first link of one of these relations; null if there is none. */
    @Nullable String link(String... relations) {
      for (String relation : relations) {
        for (Link link : links) {
          if (relation.equals(link.rel()) && link.href() != null) {
            return link.href();
          }
        }
      }
      return null;
    }

    /**
     * The id of what this belongs to, from the link {@code up}.
     *
     * @param collection such as {@code /captures/}
     */
    @Nullable String parent(String collection) {
      String href = link("up");
      int at = href == null ? -1 : href.lastIndexOf(collection);
      if (href == null || at < 0) {
        return null;
      }
      String id = href.substring(at + collection.length());
      return Ids.isId(id) ? id : null;
    }
  }

  /** Collects the fields of {@link Resource}. Not thread-safe. */
  private static final class ResourceReader {
    private @Nullable String id;
    private @Nullable String intent;
    private @Nullable String status;
    private @Nullable String reason;
    private @Nullable Amount amount;
    private @Nullable String customId;
    private @Nullable String invoiceId;
    private @Nullable String createTime;
    private @Nullable String updateTime;
    private @Nullable String expirationTime;
    private @Nullable String orderId;
    private @Nullable String authorizationId;
    private @Nullable String captureId;
    private @Nullable String payeeId;
    private @Nullable String payerId;
    private @Nullable Amount totalRefunded;
    private List<Unit> units = List.of();
    private List<Link> links = List.of();

    void field(JsonIn in) {
      switch (in.field()) {
        case "id" -> id = text(in);
        case "intent" -> intent = text(in);
        case "status" -> status = text(in);
        case "status_details" -> reason = inside(in, "reason");
        case "amount" -> amount = object(in, Amount::read);
        case "custom_id" -> customId = text(in);
        case "invoice_id" -> invoiceId = text(in);
        case "create_time" -> createTime = text(in);
        case "update_time" -> updateTime = text(in);
        case "expiration_time" -> expirationTime = text(in);
        case "order_id" -> orderId = text(in);
        case "payee" -> payeeId = inside(in, "merchant_id");
        case "payer" -> payerId = inside(in, "payer_id");
        case "seller_payable_breakdown" -> readBreakdown(in);
        case "supplementary_data" -> readRelatedIds(in);
        case "purchase_units" -> units = list(in, Unit::read);
        case "links" -> links = list(in, Link::read);
        default -> in.skip();
      }
    }

    private void readBreakdown(JsonIn in) {
      if (enter(in)) {
        while (in.nextField()) {
          if (in.field().equals("total_refunded_amount")) {
            totalRefunded = object(in, Amount::read);
          }
        }
      }
    }

    private void readRelatedIds(JsonIn in) {
      if (!enter(in)) {
        return;
      }
      while (in.nextField()) {
        if (!in.field().equals("related_ids") || !enter(in)) {
          continue;
        }
        while (in.nextField()) {
          switch (in.field()) {
            case "order_id" -> orderId = text(in);
            case "authorization_id" -> authorizationId = text(in);
            case "capture_id" -> captureId = text(in);
            default -> in.skip();
          }
        }
      }
    }

    Resource resource() {
      return new Resource(
          id,
          intent,
          status,
          reason,
          amount,
          customId,
          invoiceId,
          createTime,
          updateTime,
          expirationTime,
          orderId,
          authorizationId,
          captureId,
          payeeId,
          payerId,
          totalRefunded,
          units,
          links);
    }
  }

  /** Envelope of a notification. */
  record Event(
      @Nullable String id,
      @Nullable String eventType,
      @Nullable String resourceType,
      @Nullable Resource resource) {

    static Event read(JsonIn in) {
      String id = null;
      String eventType = null;
      String resourceType = null;
      Resource resource = null;
      while (in.nextField()) {
        switch (in.field()) {
          case "id" -> id = text(in);
          case "event_type" -> eventType = text(in);
          case "resource_type" -> resourceType = text(in);
          case "resource" -> resource = object(in, Resource::element);
          default -> in.skip();
        }
      }
      return new Event(id, eventType, resourceType, resource);
    }
  }

  /** Answer of the token endpoint. */
  record TokenReply(
      @Nullable String accessToken, @Nullable String tokenType, @Nullable Long expiresIn) {

    static TokenReply read(JsonIn in) {
      String accessToken = null;
      String tokenType = null;
      Long expiresIn = null;
      while (in.nextField()) {
        switch (in.field()) {
          case "access_token" -> accessToken = text(in);
          case "token_type" -> tokenType = text(in);
          case "expires_in" -> expiresIn = in.integer();
          default -> in.skip();
        }
      }
      return new TokenReply(accessToken, tokenType, expiresIn);
    }
  }

  /** One field of a document. */
  static @Nullable String field(JsonIn in, String name) {
    String found = null;
    while (in.nextField()) {
      if (in.field().equals(name)) {
        found = text(in);
      }
    }
    return found;
  }

  /** The value if it is a text. */
  static @Nullable String text(JsonIn in) {
    if (in.kind() == JsonIn.Kind.TEXT) {
      return in.text();
    }
    in.skip();
    return null;
  }

  /** One field of the value, if that is an object. */
  private static @Nullable String inside(JsonIn in, String name) {
    return enter(in) ? field(in, name) : null;
  }

  /** Goes into the value if it is an object, else passes over it. */
  private static boolean enter(JsonIn in) {
    if (in.kind() == JsonIn.Kind.OBJECT) {
      in.enterObject();
      return true;
    }
    in.skip();
    return false;
  }

  private static <T> @Nullable T object(JsonIn in, Function<JsonIn, T> reader) {
    if (in.kind() == JsonIn.Kind.OBJECT) {
      return reader.apply(in);
    }
    in.skip();
    return null;
  }

  /** The objects of the value, if that is an array. */
  static <T> List<T> list(JsonIn in, Function<JsonIn, T> reader) {
    if (in.kind() != JsonIn.Kind.ARRAY) {
      in.skip();
      return List.of();
    }
    List<T> all = new ArrayList<>(2);
    in.enterArray();
    while (in.nextElement()) {
      if (in.kind() == JsonIn.Kind.OBJECT) {
        all.add(reader.apply(in));
      } else {
        in.skip();
      }
    }
    return List.copyOf(all);
  }
}
