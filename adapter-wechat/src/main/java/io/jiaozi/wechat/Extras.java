package io.jiaozi.wechat;

import io.jiaozi.error.Problem;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.support.json.JsonBody;
import io.jiaozi.support.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fields of WeChat Pay's own that a request may carry beside the common ones.
 *
 * <p>A path names a field as the channel's documents do, with points between objects. A value goes
 * over the wire as a JSON string exactly as given, unless the table below gives the field another
 * form: then the text is JSON (a flag, an integer, a list or an object) and goes over as that. The
 * form depends on the field alone, never on how a value happens to look.
 */
final class Extras {

  enum Form {
    TEXT,
    FLAG,
    INTEGER,
    STRUCTURE,
    /** A text that WeChat Pay wants encrypted; given in clear, encrypted here. */
    SECRET,
    /** Holds secrets, so it is given in parts. */
    IN_PARTS
  }

  /**
   * What a known field takes.
   *
   * @param longest characters of a text; 0 where no limit is known
   */
  record Field(Form form, int longest) {}

  private static final Field ANY_TEXT = new Field(Form.TEXT, 0);
  private static final Pattern PATH = Pattern.compile("[a-z][a-z0-9_]*(?:\\.[a-z][a-z0-9_]*){0,4}");

  /** Source: protocol sheet, section 6.1. */
  static final Extras OF_PAYMENTS =
      new Extras(
          Map.ofEntries(
              Map.entry("attach", new Field(Form.TEXT, 128)),
              Map.entry("goods_tag", new Field(Form.TEXT, 32)),
              Map.entry("limit_pay", new Field(Form.STRUCTURE, 0)),
              Map.entry("support_fapiao", new Field(Form.FLAG, 0)),
              Map.entry("settle_info", new Field(Form.STRUCTURE, 0)),
              Map.entry("settle_info.profit_sharing", new Field(Form.FLAG, 0)),
              Map.entry("detail", new Field(Form.STRUCTURE, 0)),
              Map.entry("detail.cost_price", new Field(Form.INTEGER, 0)),
              Map.entry("detail.invoice_id", new Field(Form.TEXT, 32)),
              Map.entry("detail.goods_detail", new Field(Form.STRUCTURE, 0)),
              Map.entry("scene_info", new Field(Form.STRUCTURE, 0)),
              Map.entry("scene_info.payer_client_ip", new Field(Form.TEXT, 45)),
              Map.entry("scene_info.device_id", new Field(Form.TEXT, 32)),
              Map.entry("scene_info.store_info", new Field(Form.STRUCTURE, 0)),
              Map.entry("scene_info.store_info.id", new Field(Form.TEXT, 32)),
              Map.entry("scene_info.h5_info", new Field(Form.STRUCTURE, 0)),
              Map.entry("payer.identity", new Field(Form.IN_PARTS, 0)),
              Map.entry("payer.identity.type", new Field(Form.TEXT, 32)),
              Map.entry("payer.identity.number", new Field(Form.SECRET, 0)),
              Map.entry("payer.identity.name", new Field(Form.SECRET, 0))),
          Set.of(
              "appid",
              "mchid",
              "sp_appid",
              "sp_mchid",
              "sub_appid",
              "sub_mchid",
              "description",
              "out_trade_no",
              "notify_url",
              "amount",
              "payer.openid",
              "payer.sp_openid",
              "payer.sub_openid",
              "payer.auth_code",
              "time_expire"));

  /** Source: protocol sheet, section 6.5. */
  static final Extras OF_REFUNDS =
      new Extras(
          Map.of(
              "goods_detail",
              new Field(Form.STRUCTURE, 0),
              "funds_account",
              new Field(Form.TEXT, 32)),
          Set.of(
              "sub_mchid",
              "transaction_id",
              "out_trade_no",
              "out_refund_no",
              "reason",
              "notify_url",
              "amount"));

  private final Map<String, Field> known;
  private final Set<String> ours;

  private Extras(Map<String, Field> known, Set<String> ours) {
    this.known = known;
    this.ours = ours;
  }

  /**
   * Everything wrong with the extras of one request.
   *
   * @param alsoOurs paths that the scene of the request sets itself
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
                        "holds a path that is not one. Write it as WeChat Pay's documents do, such as"
                            + " scene_info.device_id."));
              } else {
                checkField(path, value, extras, alsoOurs, problems);
              }
            });
    return problems;
  }

  private void checkField(
      String path,
      String value,
      ChannelExtras extras,
      Set<String> alsoOurs,
      List<Problem> problems) {
    String field = "channelExtras." + path;
    if (meetsAny(path, ours) || meetsAny(path, alsoOurs)) {
      problems.add(
          new Problem(
              field,
              "is set by the SDK from the request or the account, so it cannot be given again. Remove it."));
      return;
    }
    if (extras.fields().keySet().stream().anyMatch(other -> isInside(other, path))) {
      problems.add(new Problem(field, "is given as a whole and in parts. Give one or the other."));
      return;
    }
    problemWithValue(fieldAt(path), value, field, problems);
  }

  private static void problemWithValue(
      Field rule, String value, String field, List<Problem> problems) {
    if (rule.form() == Form.TEXT || rule.form() == Form.SECRET) {
      Texts.problem(value, rule.longest())
          .ifPresent(sentence -> problems.add(new Problem(field, sentence)));
      if (rule.form() == Form.SECRET && !Sealer.fits(value)) {
        problems.add(
            new Problem(
                field,
                "is longer than "
                    + Sealer.MOST_BYTES
                    + " bytes, which cannot be encrypted. Shorten it."));
      }
      return;
    }
    boolean fits =
        JsonValue.parse(value)
            .map(
                json ->
                    switch (rule.form()) {
                      case FLAG -> json.isFlag();
                      case INTEGER -> json.isInteger();
                      case STRUCTURE -> json.isStructure();
                      case TEXT, SECRET, IN_PARTS -> false;
                    })
            .orElse(false);
    if (!fits) {
      problems.add(new Problem(field, expected(rule.form())));
    } else if (Texts.hasFourByteCharacter(value)) {
      problems.add(new Problem(field, Texts.FOUR_BYTES));
    }
  }

  private static String expected(Form form) {
    return switch (form) {
      case FLAG -> "must be true or false.";
      case INTEGER -> "must be a whole number.";
      case IN_PARTS -> "holds what WeChat Pay wants encrypted. Give its fields one by one.";
      case STRUCTURE, TEXT, SECRET ->
          "must be a JSON object or list, as WeChat Pay's documents show it.";
    };
  }

  /** Whether one of them has to be encrypted. */
  boolean needSealer(ChannelExtras extras) {
    return extras.fields().keySet().stream().anyMatch(path -> fieldAt(path).form() == Form.SECRET);
  }

  /**
   * Puts checked extras into a body.
   *
   * @param sealer encrypts; null where {@link #needSealer} says no
   */
  void addTo(JsonBody body, ChannelExtras extras, @Nullable Sealer sealer) {
    extras
        .fields()
        .forEach(
            (path, value) -> {
              switch (fieldAt(path).form()) {
                case TEXT -> body.text(path, value);
                case SECRET ->
                    body.text(path, Objects.requireNonNull(sealer, "sealer").seal(value));
                case FLAG, INTEGER, STRUCTURE, IN_PARTS ->
                    body.value(path, JsonValue.parse(value).orElseThrow());
              }
            });
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
