package io.jiaozi.support.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads PEM (RFC 7468), block by block, so that one block nobody can read does not spoil its
 * neighbours. What a block is, is told by its bytes; the label matters only where the bytes are not
 * DER. Text between blocks is ignored.
 */
final class PemReader {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");
  private static final int MAX_BLOCKS = 100;

  private final Origin origin;

  PemReader(Origin origin) {
    this.origin = origin;
  }

  List<Item> read(String text) {
    List<Item> items = new ArrayList<>();
    Matcher begin = BEGIN.matcher(text);
    int from = 0;
    while (begin.find(from)) {
      String label = begin.group(1);
      String end = "-----END " + label + "-----";
      int endAt = text.indexOf(end, begin.end());
      int nextBegin = text.indexOf("-----BEGIN", begin.end());
      if (endAt < 0 || (nextBegin >= 0 && nextBegin < endAt)) {
        throw noEnd(text, label, begin.end());
      }
      items.add(item(label, text.substring(begin.end(), endAt)));
      if (items.size() > MAX_BLOCKS) {
        throw origin.problem("there are more than " + MAX_BLOCKS + " blocks in it", "Trim it.");
      }
      from = endAt + end.length();
    }
    if (items.isEmpty()) {
      throw origin.problem(
          "the BEGIN line is missing or damaged",
          "It must be five hyphens, BEGIN, the kind, and five hyphens again. Download or copy it"
              + " again.");
    }
    return items;
  }

  private KeyMaterialException noEnd(String text, String label, int from) {
    int otherEnd = text.indexOf("-----END ", from);
    if (otherEnd >= 0) {
      return origin.problem(
          "the block that begins as " + label + " does not end as " + label,
          "Copy it again, each block from its BEGIN to its END line.");
    }
    return origin.problem(
        "there is a BEGIN " + label + " line, but no END line: the text is cut off",
        "Copy it again, from the BEGIN to the END line.");
  }

  private Item item(String label, String body) {
    if (label.equals("OPENSSH PRIVATE KEY")) {
      return new Item(DerKind.OPENSSH_PRIVATE, new byte[0]);
    }
    if (label.endsWith("PARAMETERS")) {
      return new Item(DerKind.PARAMETERS, new byte[0]);
    }
    if (body.contains("Proc-Type:") || body.contains("DEK-Info:")) {
      return new Item(DerKind.LEGACY_ENCRYPTED_PRIVATE, new byte[0]);
    }
    String what = "the " + label + " block";
    byte[] der = new Base64Text(origin).decode(body, what);
    DerKind kind = new DerLength(origin).requireWhole(der, what, body);
    if (kind == DerKind.UNKNOWN) {
      throw origin.problem(
          what + " does not hold what its label says", "Download or copy it again.");
    }
    return new Item(kind, der);
  }
}
