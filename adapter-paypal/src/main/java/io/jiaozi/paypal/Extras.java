package io.jiaozi.paypal;

import io.jiaozi.error.Problem;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.support.json.JsonBody;
import io.jiaozi.support.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Fields of PayPal's own that a request may carry beside the common ones.
 *
 * <p>A path names a field as PayPal's documents do, with points between objects and {@code [0]} for
 * the one purchase unit. A value goes over the wire as a JSON string exactly as given, unless the
 * table below gives the field another form: then the text is JSON. The form depends on the field
 * alone, never on how a value happens to look.
 */
final class Extras {

  enum Form {
    TEXT,
    STRUCTURE
  }

  /**
   * What a known field takes.
   *
   * @param longest characters of a text
   */
  record Field(Form form, int longest) {}

  static final String EXPERIENCE = "payment_source.paypal.experience_context";
  static final String UNIT = "purchase_units[0]";

  private static final int LONGEST_TEXT = 3000;
  private static final Field ANY_TEXT = new Field(Form.TEXT, LONGEST_TEXT);
  private static final Field STRUCTURE = new Field(Form.STRUCTURE, 0);
  private static final Pattern PATH =
      Pattern.compile("[a-z][a-z0-9_]*(?:\\[0\\])?(?:\\.[a-z][a-z0-9_]*){0,5}");

  /** Source: protocol sheet, section 2.2. */
  static final Extras OF_PAYMENTS =
      new Extras(
          Map.ofEntries(
              Map.entry(UNIT + ".items", STRUCTURE),
              Map.entry(UNIT + ".amount.breakdown", STRUCTURE),
              Map.entry(UNIT + ".shipping", STRUCTURE),
              Map.entry(UNIT + ".payment_instruction", STRUCTURE),
              Map.entry(UNIT + ".supplementary_data", STRUCTURE),
              Map.entry(UNIT + ".soft_descriptor", new Field(Form.TEXT, 22)),
              Map.entry("payer", STRUCTURE),
              Map.entry("payment_source.paypal.attributes", STRUCTURE),
              Map.entry("payment_source.paypal.address", STRUCTURE),
              Map.entry("payment_source.paypal.name", STRUCTURE),
              Map.entry("payment_source.paypal.phone", STRUCTURE),
              Map.entry(EXPERIENCE + ".brand_name", new Field(Form.TEXT, 127))),
          Set.of(
              "intent",
              UNIT + ".amount.currency_code",
              UNIT + ".amount.value",
              UNIT + ".custom_id",
              UNIT + ".invoice_id",
              UNIT + ".description",
              UNIT + ".payee",
              UNIT + ".reference_id",
              // These would execute the order while it is created, or bring in card numbers.
              "payment_source.card",
              "payment_source.token",
              "payment_source.paypal.vault_id",
              "payment_source.paypal.billing_agreement_id",
              "processing_instruction",
              // The older form of the experience context; both must not be sent.
              "application_context",
              EXPERIENCE + ".return_url",
              EXPERIENCE + ".cancel_url"));

  /** Source: protocol sheet, section 3. */
  static final Extras OF_CAPTURES =
      new Extras(
          Map.of(
              "note_to_payer",
              new Field(Form.TEXT, 255),
              "soft_descriptor",
              new Field(Form.TEXT, 22),
              "payment_instruction",
              STRUCTURE),
          Set.of("amount", "invoice_id", "custom_id", "final_capture"));

  /** Source: protocol sheet, section 3. */
  static final Extras OF_REFUNDS =
      new Extras(
          Map.of("payment_instruction", STRUCTURE),
          Set.of("amount", "invoice_id", "custom_id", "note_to_payer"));

  private final Map<String, Field> known;
  private final Set<String> ours;

  private Extras(Map<String, Field> known, Set<String> ours) {
    this.known = known;
    this.ours = ours;
  }

  /** Everything wrong with the extras of one request. */
  List<Problem> check(ChannelExtras extras) {
    List<Problem> problems = new ArrayList<>();
    extras
        .fields()
        .forEach(
            (path, value) -> {
              if (!PATH.matcher(path).matches() || isOtherUnit(path)) {
                problems.add(
                    new Problem(
                        "channelExtras",
                        "holds a path that is not one. Write it as PayPal's documents do, such as"
                            + " purchase_units[0].soft_descriptor."));
              } else {
                checkField(path, value, extras, problems);
              }
            });
    return problems;
  }

  /** The list of purchase units as a whole, or a list that is not known to have one element. */
  private static boolean isOtherUnit(String path) {
    return path.equals("purchase_units")
        || path.startsWith("purchase_units.")
        || path.equals(UNIT)
        || (path.contains("[0]") && !path.startsWith(UNIT + "."));
  }

  private void checkField(String path, String value, ChannelExtras extras, List<Problem> problems) {
    String field = "channelExtras." + path;
    if (ours.stream().anyMatch(other -> meets(path, other))) {
      problems.add(
          new Problem(
              field,
              "is set by the SDK from the request or the account, or must not be set at all. Remove it."));
    } else if (extras.fields().keySet().stream().anyMatch(other -> isInside(other, path))) {
      problems.add(new Problem(field, "is given as a whole and in parts. Give one or the other."));
    } else {
      problemWithValue(fieldAt(path), value, field, problems);
    }
  }

  private static void problemWithValue(
      Field rule, String value, String field, List<Problem> problems) {
    if (rule.form() == Form.TEXT) {
      Texts.problem(value, rule.longest())
          .ifPresent(sentence -> problems.add(new Problem(field, sentence)));
    } else if (!JsonValue.parse(value).map(JsonValue::isStructure).orElse(false)) {
      problems.add(
          new Problem(field, "must be a JSON object or list, as PayPal's documents show it."));
    }
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

  private Field fieldAt(String path) {
    return known.getOrDefault(path, ANY_TEXT);
  }

  /** Whether a path is another one, inside it, or around it. */
  private static boolean meets(String path, String other) {
    return path.equals(other) || isInside(path, other) || isInside(other, path);
  }

  private static boolean isInside(String inner, String outer) {
    return inner.startsWith(outer + ".");
  }
}
