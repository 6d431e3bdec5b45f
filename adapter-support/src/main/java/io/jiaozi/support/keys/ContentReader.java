package io.jiaozi.support.keys;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Turns the bytes of a setting into {@link Item}s: DER, PEM, bare Base64 with or without line
 * breaks, or Base64 of a PEM file. Tolerates byte order marks, Windows newlines, quotes around the
 * text and newlines written as backslash-n; explains everything else.
 */
final class ContentReader {
  private static final String COPY_AGAIN = "Download or copy it again.";

  private final Origin origin;

  ContentReader(Origin origin) {
    this.origin = origin;
  }

  static List<Item> read(Source source) {
    return new ContentReader(source.origin()).read(source.bytes());
  }

  private List<Item> read(byte[] bytes) {
    if (startsWith(bytes, 0xFE, 0xED, 0xFE, 0xED)) {
      return List.of(new Item(DerKind.JKS, bytes));
    }
    if (startsWith(bytes, 0xFF, 0xFE)
        || startsWith(bytes, 0xFE, 0xFF)
        || hasWideCharacters(bytes)) {
      throw origin.problem(
          "the text is saved as UTF-16 (\"Unicode\")", "Save it as plain text (ASCII or UTF-8).");
    }
    if (bytes[0] == 0x30 && isBinary(bytes)) {
      return List.of(new Item(new DerLength(origin).requireWhole(bytes, "the file"), bytes));
    }
    return readText(decode(bytes), true);
  }

  private List<Item> readText(String raw, boolean mayBeWrapped) {
    String text = normalise(raw);
    if (text.isEmpty()) {
      throw origin.problem("there is nothing in it but blanks", COPY_AGAIN);
    }
    refuseForeignText(text);
    if (text.startsWith("ssh-")
        || text.startsWith("ecdsa-")
        || text.startsWith("---- BEGIN SSH2")) {
      return List.of(new Item(DerKind.OPENSSH_PUBLIC, new byte[0]));
    }
    if (text.contains("-----BEGIN") || text.contains("-----END")) {
      return new PemReader(origin).read(text);
    }
    if (text.contains("-----") || text.contains("BEGIN ")) {
      throw origin.problem(
          "the BEGIN line is damaged",
          "It must be five hyphens, BEGIN, the kind, and five hyphens again. " + COPY_AGAIN);
    }
    byte[] bytes = new Base64Text(origin).decode(text, "the text");
    if (mayBeWrapped && startsWith(bytes, '-', '-', '-', '-', '-', 'B')) {
      return readText(decode(bytes), false);
    }
    DerKind kind = new DerLength(origin).requireWhole(bytes, "the base64 text", text);
    return List.of(new Item(kind, bytes));
  }

  private void refuseForeignText(String text) {
    String start = text.substring(0, Math.min(text.length(), 300)).toLowerCase(Locale.ROOT);
    if (start.startsWith("<")) {
      throw origin.problem(
          "this is a web page (HTML or XML), not a key or certificate",
          "The download was probably answered with a login or error page; download it again.");
    }
    if (start.startsWith("putty-user-key-file")) {
      throw origin.problem(
          "this is a PuTTY key", "Give the key file the channel or its key tool made.");
    }
    if (start.startsWith("{")) {
      throw origin.problem(
          "this is JSON, not a key or certificate", "Give the key alone, as PEM or base64 text.");
    }
  }

  private String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException binary) {
      throw origin.problem(
          "this is neither text nor a binary key or certificate (DER)",
          "Check that it is the right file. " + COPY_AGAIN);
    }
  }

  private static String normalise(String raw) {
    String text = raw.startsWith("\uFEFF") ? raw.substring(1) : raw;
    text = text.strip();
    if (text.length() >= 2
        && (text.charAt(0) == '"' || text.charAt(0) == '\'')
        && text.charAt(text.length() - 1) == text.charAt(0)) {
      text = text.substring(1, text.length() - 1);
    }
    return text.replace("\\r", "").replace("\\n", "\n").replace("\r", "").strip();
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    if (bytes.length < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if ((bytes[i] & 0xFF) != start[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasWideCharacters(byte[] bytes) {
    return bytes.length >= 4
        && ((bytes[0] == 0 && bytes[1] == '-' && bytes[2] == 0)
            || (bytes[0] == '-' && bytes[1] == 0 && bytes[3] == 0));
  }

  /** Text may begin with 0x30 too, the digit 0; but then it has no control characters. */
  private static boolean isBinary(byte[] bytes) {
    for (int i = 1; i < Math.min(bytes.length, 64); i++) {
      int value = bytes[i] & 0xFF;
      if (value >= 0x7F || (value < 0x20 && value != '\r' && value != '\n' && value != '\t')) {
        return true;
      }
    }
    return false;
  }
}
