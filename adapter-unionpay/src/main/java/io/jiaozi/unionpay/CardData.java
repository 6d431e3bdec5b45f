package io.jiaozi.unionpay;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Keeps card numbers and personal data out of everything a shop may store or log: a message is made
 * into text only through here. Source: API-FIT, 5.30; DESIGN, section 10; protocol sheet, sections
 * 4.2, 4.5 and 5.1.
 */
final class CardData {

  /** Card number, cardholder's data, chip and track data; encrypted or in clear. */
  static final Set<String> FIELDS =
      Set.of(
          "accNo",
          "payCardNo",
          "cardNo",
          "customerInfo",
          "encryptedInfo",
          "cardTransData",
          "ICTransData",
          "phoneNo",
          "certifId",
          "customerNm",
          "smsCode",
          "pin",
          "cvn2",
          "expired",
          "payerInfo",
          "payeeInfo",
          "qrNo");

  /** Proved already, would not fit the masked text, and say nothing about the transaction. */
  private static final Set<String> PROOF = Set.of("signature", "signPubKeyCert");

  private static final int DEEPEST = 8;

  private static final byte[] MASK = "***".getBytes(StandardCharsets.US_ASCII);

  private CardData() {}

  /** The message as {@code name=value&...}, unencoded as on the wire, with card data masked. */
  static byte[] masked(Message message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(768);
    message.forEach(
        (bytes, nameStart, nameEnd, valueStart, valueEnd) -> {
          String name =
              new String(bytes, nameStart, nameEnd - nameStart, StandardCharsets.US_ASCII);
          if (PROOF.contains(name)) {
            return;
          }
          if (out.size() > 0) {
            out.write('&');
          }
          out.write(bytes, nameStart, nameEnd - nameStart);
          out.write('=');
          value(name, bytes, valueStart, valueEnd, 0, out);
        });
    return out.toByteArray();
  }

  private static void value(
      String name, byte[] bytes, int start, int end, int depth, ByteArrayOutputStream out) {
    if (FIELDS.contains(name) || depth > DEEPEST) {
      if (end > start) {
        out.writeBytes(MASK);
      }
    } else if (isBracketed(bytes, start, end)) {
      out.write(bytes[start]);
      inner(bytes, start + 1, end - 1, depth + 1, out);
      out.write(bytes[end - 1]);
    } else {
      out.write(bytes, start, end - start);
    }
  }

  private static boolean isBracketed(byte[] bytes, int start, int end) {
    return end - start >= 2
        && ((bytes[start] == '{' && bytes[end - 1] == '}')
            || (bytes[start] == '[' && bytes[end - 1] == ']'));
  }

  /** Fields inside brackets, which may hold brackets again. */
  private static void inner(
      byte[] bytes, int start, int end, int depth, ByteArrayOutputStream out) {
    int at = start;
    while (at < end) {
      int fieldEnd = Message.endOfField(bytes, at, end);
      field(bytes, at, fieldEnd, depth, out);
      if (fieldEnd < end) {
        out.write('&');
      }
      at = fieldEnd + 1;
    }
  }

  private static void field(
      byte[] bytes, int start, int end, int depth, ByteArrayOutputStream out) {
    if (isBracketed(bytes, start, end)) {
      // A group without a name, as in a list.
      value("", bytes, start, end, depth, out);
      return;
    }
    int equals = start;
    while (equals < end && bytes[equals] != '=') {
      equals++;
    }
    String name = new String(bytes, start, equals - start, StandardCharsets.UTF_8);
    out.write(bytes, start, equals - start);
    if (equals < end) {
      out.write('=');
      value(name, bytes, equals + 1, end, depth, out);
    }
  }
}
