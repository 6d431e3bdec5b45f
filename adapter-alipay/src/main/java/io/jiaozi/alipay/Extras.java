package io.jiaozi.alipay;

import io.jiaozi.error.Problem;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.support.json.JsonBody;
import io.jiaozi.support.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fields of Alipay's own that a request may carry beside the common ones, inside the business
 * content.
 *
 * <p>A path names a field as the channel's documents do, with points between objects. A value goes
 * over the wire as a JSON string exactly as given, unless the table below says that the field is a
 * structure: then the text is a JSON object or list and goes over as that. The form depends on the
 * field alone, never on how a value happens to look.
 */
final class Extras {

  enum Form {
    TEXT,
    STRUCTURE
  }

  /**
   * What a known field takes.
   *
   * @param longest characters of a text; 0 where no limit is known
   */
  record Field(Form form, int longest) {}

  private static final Field ANY_TEXT = new Field(Form.TEXT, 0);
  private static final Field STRUCTURE = new Field(Form.STRUCTURE, 0);
  private static final Pattern PATH =
      Pattern.compile("[a-z][A-Za-z0-9_]*(?:\\.[a-z][A-Za-z0-9_]*){0,4}");

  /** What products are sold under differs by contract, so this one default may be replaced. */
  static final String PRODUCT_CODE = "product_code";

  /**
   * Payments, holds and captures: the same request may become either of the first two. Source:
   * protocol sheet, sections 4 and 5.8.
   */
  static final Extras OF_PAYMENTS =
      new Extras(
          Map.ofEntries(
              Map.entry("body", new Field(Form.TEXT, 128)),
              Map.entry("operator_id", new Field(Form.TEXT, 28)),
              Map.entry("passback_params", new Field(Form.TEXT, 512)),
              Map.entry("goods_detail", STRUCTURE),
              Map.entry("extend_params", STRUCTURE),
              Map.entry("business_params", STRUCTURE),
              Map.entry("promo_params", STRUCTURE),
              Map.entry("royalty_info", STRUCTURE),
              Map.entry("settle_info", STRUCTURE),
              Map.entry("sub_merchant", STRUCTURE),
              Map.entry("ext_user_info", STRUCTURE),
              Map.entry("invoice_info", STRUCTURE),
              Map.entry("agreement_params", STRUCTURE),
              Map.entry("agreement_sign_params", STRUCTURE),
              Map.entry("pay_params", STRUCTURE),
              Map.entry("logistics_detail", STRUCTURE),
              Map.entry("receiver_address_info", STRUCTURE),
              Map.entry("query_options", STRUCTURE),
              Map.entry("post_payments", STRUCTURE)),
          Set.of(
              "out_trade_no",
              "total_amount",
              "seller_id",
              "time_expire",
              "timeout_express",
              "auth_code",
              "auth_code_type",
              "auth_no",
              "auth_confirm_mode",
              "quit_url",
              "buyer_open_id",
              "op_app_id",
              "out_order_no",
              "out_request_no",
              "order_title",
              "amount",
              "pay_timeout",
              "payee_user_id",
              "payee_logon_id",
              "trans_currency",
              "settle_currency",
              "notify_url",
              "return_url"));

  /** Source: protocol sheet, section 5.4. */
  static final Extras OF_REFUNDS =
      new Extras(
          Map.of(
              "refund_goods_detail",
              STRUCTURE,
              "refund_royalty_parameters",
              STRUCTURE,
              "query_options",
              STRUCTURE),
          Set.of(
              "out_trade_no",
              "trade_no",
              "refund_amount",
              "refund_currency",
              "out_request_no",
              "refund_reason",
              "notify_url"));

  private final Map<String, Field> known;
  private final Set<String> ours;

  private Extras(Map<String, Field> known, Set<String> ours) {
    this.known = known;
    this.ours = ours;
  }

  /**
   * Everything wrong with the extras of one request.
   *
   * @param alsoOurs paths that the SDK sets in this request beside those it always sets
   */
  List<Problem> check(ChannelExtras extras, Set<String> alsoOurs) {
    List<Problem> problems = new ArrayList<>();
    extras
        .fields()
        .forEach(
            (path, value) -> {
              if (!PATH.matcher(path).matches()) {
                problems.add(
                    new Problem(
                        "channelExtras",
                        "holds a path that is not one. Write it as Alipay's documents do, such as"
                            + " extend_params.hb_fq_num."));
              } else {
                problemWith(path, value, extras, alsoOurs)
                    .ifPresent(
                        sentence -> problems.add(new Problem("channelExtras." + path, sentence)));
              }
            });
    return problems;
  }

  private Optional<String> problemWith(
      String path, String value, ChannelExtras extras, Set<String> alsoOurs) {
    if (meetsAny(path, ours) || meetsAny(path, alsoOurs)) {
      return Optional.of(
          "is set by the SDK from the request or the account, so it cannot be given again. Remove it.");
    }
    if (extras.fields().keySet().stream().anyMatch(other -> isInside(other, path))) {
      return Optional.of("is given as a whole and in parts. Give one or the other.");
    }
    Field rule = fieldAt(path);
    if (rule.form() == Form.TEXT) {
      return Texts.problem(value, rule.longest());
    }
    if (JsonValue.parse(value).filter(JsonValue::isStructure).isEmpty()) {
      return Optional.of(
          "must be a JSON object or list, as Alipay's documents show it, with decimals written as texts.");
    }
    return Texts.hasFourByteCharacter(value) ? Texts.problem(value, 0) : Optional.empty();
  }

  /** Puts checked extras into a body. */
  void addTo(JsonBody body, ChannelExtras extras) {
    extras
        .fields()
        .forEach(
            (path, value) -> {
              if (fieldAt(path).form() == Form.TEXT) {
                body.text(path, value);
              } else {
                body.value(path, JsonValue.parse(value).orElseThrow());
              }
            });
  }

  /** A default, unless the extras say otherwise. */
  static @Nullable String unlessGiven(ChannelExtras extras, String path, String value) {
    return extras.fields().containsKey(path) ? null : value;
  }

  private Field fieldAt(String path) {
    return known.getOrDefault(path, ANY_TEXT);
  }

  /** Whether a path is one of these, inside one, or around one. */
  private static boolean meetsAny(String path, Set<String> taken) {
    return taken.stream()
        .anyMatch(other -> path.equals(other) || isInside(path, other) || isInside(other, path));
  }

  private static boolean isInside(String inner, String outer) {
    return inner.startsWith(outer + ".");
  }
}
