package io.jiaozi.sandbox.paypal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what an order is about, and refuses what the platform refuses; protocol sheet 2. */
final class PurchaseUnits {

  private static final int MAX_UNITS = 10;
  private static final int MAX_TEXT = 127;

  private PurchaseUnits() {}

  static List<Order.Unit> read(ObjectNode request, Order.Intent intent) {
    JsonNode array = request.path("purchase_units");
    if (!array.isArray() || array.isEmpty()) {
      throw PaypalError.invalid(
          "/purchase_units", "MISSING_REQUIRED_PARAMETER", "A required field is missing.");
    }
    if (array.size() > MAX_UNITS) {
      throw PaypalError.invalid(
          "/purchase_units", "INVALID_ARRAY_MAX_ITEMS", "There are too many purchase units.");
    }
    if (intent == Order.Intent.AUTHORIZE && array.size() > 1) {
      throw PaypalError.state(
          "UNSUPPORTED_INTENT", "AUTHORIZE is not supported for several purchase units.");
    }
    List<Order.Unit> units = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      units.add(unit(array.get(i), "/purchase_units/" + i));
    }
    if (units.stream().map(unit -> unit.amount.currency()).distinct().count() > 1) {
      throw PaypalError.state("MULTI_CURRENCY_ORDER", "One currency only in an order.");
    }
    return units;
  }

  private static Order.Unit unit(JsonNode node, String pointer) {
    if (!(node instanceof ObjectNode object)) {
      throw PaypalError.invalid(
          pointer, "INVALID_PARAMETER_SYNTAX", "A purchase unit is an object.");
    }
    Amount amount = Amount.parse(object.path("amount"), pointer + "/amount");
    for (String name : List.of("custom_id", "invoice_id", "description")) {
      requireText(object, name, pointer);
    }
    JsonNode items = object.path("items");
    if (items.isArray() && !items.isEmpty()) {
      requireItemTotal(items, object.path("amount"), amount, pointer);
    }
    return new Order.Unit(object, amount);
  }

  static void requireText(ObjectNode object, String name, String pointer) {
    JsonNode value = object.path(name);
    if (value.isMissingNode()) {
      return;
    }
    String text = value.asString("");
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      throw PaypalError.invalid(
          pointer + "/" + name,
          "INVALID_STRING_LENGTH",
          "The value must be 1 to " + MAX_TEXT + " characters.");
    }
  }

  /** Items need a total, and it must be right: single prices times quantities. */
  private static void requireItemTotal(
      JsonNode items, JsonNode money, Amount amount, String pointer) {
    JsonNode total = money.path("breakdown").path("item_total");
    if (!total.isObject()) {
      throw PaypalError.unprocessable(
          pointer + "/amount/breakdown/item_total",
          "ITEM_TOTAL_REQUIRED",
          "The total of the items is required.");
    }
    Amount stated = Amount.parse(total, pointer + "/amount/breakdown/item_total");
    Amount sum = amount.zero();
    for (int i = 0; i < items.size(); i++) {
      Amount price =
          Amount.parse(items.get(i).path("unit_amount"), pointer + "/items/" + i + "/unit_amount");
      String quantity = items.get(i).path("quantity").asString("");
      if (!quantity.matches("[1-9][0-9]{0,9}")) {
        throw PaypalError.invalid(
            pointer + "/items/" + i + "/quantity",
            "INVALID_PARAMETER_SYNTAX",
            "The quantity must be a whole number.");
      }
      sum =
          new Amount(
              sum.currency(), sum.value().add(price.value().multiply(new BigDecimal(quantity))));
    }
    if (sum.value().compareTo(stated.value()) != 0) {
      throw PaypalError.unprocessable(
          pointer + "/amount/breakdown/item_total",
          "ITEM_TOTAL_MISMATCH",
          "Should equal the sum of unit_amount times quantity.");
    }
  }
}
