package io.jiaozi.alipay;

import io.jiaozi.money.Money;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A form as Alipay posts it, split and percent-decoded once, in one pass over its bytes. Names and
 * values stay bytes: what was signed is the decoded bytes in the form's own charset, so nothing is
 * converted to be verified, and only fields that are read become texts.
 *
 * <p>{@code +} is a space and {@code %2B} a plus sign. A field without {@code =} or name, a field
 * twice, a bad escape, a byte that had to be escaped, and more than 500 fields are refused. Not
 * modified after it is made.
 */
final class FormMessage {

  private static final int MOST_FIELDS = 500;

  /**
   * Where a field's name begins, its name ends and value begins, its value ends: in {@code text}.
   */
  private static final int MARKS = 3;

  private static final byte[] SIGN = ascii("sign");
  private static final byte[] SIGN_TYPE = ascii("sign_type");
  private static final byte[] CERTIFICATE_SN = ascii("alipay_cert_sn");

  private final byte[] text;
  private final int[] marks;
  private final int[] sorted;
  private Charset charset = StandardCharsets.UTF_8;

  /** It is no form. The message is a clause; it quotes nothing. */
  static final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedException(String what) {
      super(what, null, false, false);
    }
  }

  private FormMessage(byte[] text, int[] marks, int[] sorted) {
    this.text = text;
    this.marks = marks;
    this.sorted = sorted;
  }

  /**
   * Splits and decodes a form.
   *
   * @param raw decoded in place: not to be used afterwards
   * @throws MalformedException if it is none
   */
  static FormMessage parse(byte[] raw) {
    if (raw.length == 0) {
      throw new MalformedException("has no content");
    }
    int[] marks = new int[countFields(raw) * MARKS];
    int out = 0;
    int in = 0;
    for (int field = 0; field < marks.length; field += MARKS) {
      marks[field] = out;
      marks[field + 1] = -1;
      while (in < raw.length && raw[in] != '&') {
        byte b = raw[in++];
        if (b == '=' && marks[field + 1] < 0) {
          marks[field + 1] = out;
        } else if (b == '%') {
          raw[out++] = escaped(raw, in);
          in += 2;
        } else if (b <= ' ' || b == 0x7F) {
          throw new MalformedException("has a byte that must be escaped");
        } else {
          raw[out++] = b == '+' ? (byte) ' ' : b;
        }
      }
      in++;
      if (marks[field + 1] <= marks[field]) {
        throw new MalformedException("has a field without name or \"=\"");
      }
      marks[field + 2] = out;
    }
    return new FormMessage(raw, marks, sorted(raw, marks));
  }

  private static int countFields(byte[] raw) {
    int count = 1;
    for (byte b : raw) {
      if (b == '&') {
        count++;
      }
    }
    if (count > MOST_FIELDS) {
      throw new MalformedException("has more than " + MOST_FIELDS + " fields");
    }
    return count;
  }

  private static byte escaped(byte[] raw, int at) {
    if (at + 1 >= raw.length) {
      throw new MalformedException("has a percent escape that is cut off");
    }
    return (byte) (hex(raw[at]) << 4 | hex(raw[at + 1]));
  }

  private static int hex(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    if (b >= 'A' && b <= 'F') {
      return b - 'A' + 10;
    }
    if (b >= 'a' && b <= 'f') {
      return b - 'a' + 10;
    }
    throw new MalformedException("has a bad percent escape");
  }

  /** Fields by name. Few enough for the simplest way, which makes no garbage. */
  private static int[] sorted(byte[] text, int[] marks) {
    int[] order = new int[marks.length / MARKS];
    for (int i = 0; i < order.length; i++) {
      int field = i * MARKS;
      int at = i;
      int compared = -1;
      while (at > 0 && (compared = compareNames(text, marks, order[at - 1], field)) > 0) {
        order[at] = order[at - 1];
        at--;
      }
      if (at > 0 && compared == 0) {
        throw new MalformedException("has a field twice");
      }
      order[at] = field;
    }
    return order;
  }

  private static int compareNames(byte[] text, int[] marks, int one, int other) {
    return Arrays.compareUnsigned(
        text, marks[one], marks[one + 1], text, marks[other], marks[other + 1]);
  }

  /** Which fields stay out of the text that was signed. */
  enum Rule {
    /** {@code sign} and {@code sign_type}: notifications and return pages. */
    WITHOUT_SIGN_TYPE,
    /** {@code sign} alone: messages to the application gateway. */
    WITH_SIGN_TYPE
  }

  /**
   * The bytes that were signed: {@code name=value} joined by {@code &}, sorted by name.
   *
   * @param certificateSn whether {@code alipay_cert_sn} is part of them
   * @param empties whether fields without a value are
   */
  byte[] signedText(Rule rule, boolean certificateSn, boolean empties) {
    int length = -1;
    for (int field : sorted) {
      if (isSigned(field, rule, certificateSn, empties)) {
        length += 2 + marks[field + 2] - marks[field];
      }
    }
    byte[] signed = new byte[Math.max(0, length)];
    int at = 0;
    for (int field : sorted) {
      if (isSigned(field, rule, certificateSn, empties)) {
        if (at > 0) {
          signed[at++] = '&';
        }
        at = append(marks[field], marks[field + 1], signed, at);
        signed[at++] = '=';
        at = append(marks[field + 1], marks[field + 2], signed, at);
      }
    }
    return signed;
  }

  private boolean isSigned(int field, Rule rule, boolean certificateSn, boolean empties) {
    return !isNamed(field, SIGN)
        && (rule == Rule.WITH_SIGN_TYPE || !isNamed(field, SIGN_TYPE))
        && (certificateSn || !isNamed(field, CERTIFICATE_SN))
        && (empties || marks[field + 1] < marks[field + 2]);
  }

  private int append(int from, int to, byte[] target, int at) {
    System.arraycopy(text, from, target, at, to - from);
    return at + to - from;
  }

  boolean hasEmptyValue() {
    for (int field : sorted) {
      if (marks[field + 1] == marks[field + 2]) {
        return true;
      }
    }
    return false;
  }

  boolean has(String name) {
    return find(name) >= 0;
  }

  /** Whether a field has exactly this value, of ASCII. */
  boolean is(String name, String value) {
    int field = find(name);
    return field >= 0 && equalsAscii(marks[field + 1], marks[field + 2], value);
  }

  /** A text; null if it is absent or empty. */
  @Nullable String text(String name) {
    int field = find(name);
    if (field < 0 || marks[field + 1] == marks[field + 2]) {
      return null;
    }
    int from = marks[field + 1];
    int length = marks[field + 2] - from;
    return isAscii(from, length)
        ? new String(text, from, length, StandardCharsets.ISO_8859_1)
        : decoded(from, length);
  }

  /**
   * An amount in yuan; null if it is absent.
   *
   * @throws Amounts.NotAnAmountException if it is no amount
   */
  @Nullable Money amount(String name) {
    return Amounts.parse(text(name));
  }

  /** A time; null if it is absent or odd. */
  @Nullable Instant time(String name) {
    return Times.parse(text(name));
  }

  /**
   * Takes the charset the message declares for itself. To be called when it is verified.
   *
   * @throws MalformedException if it is none that Alipay sends in
   */
  void readAsDeclared() {
    String declared = text("charset");
    if (declared == null) {
      return;
    }
    charset =
        switch (declared.toLowerCase(Locale.ROOT)) {
          case "utf-8", "utf8" -> StandardCharsets.UTF_8;
          case "gbk", "gb2312", "gb18030" -> chinese();
          default -> throw new MalformedException("declares a charset that Alipay does not use");
        };
  }

  /** GB 18030 holds GBK, which holds GB 2312. */
  private static Charset chinese() {
    if (!Charset.isSupported("GB18030")) {
      throw new MalformedException(
          "is in a Chinese charset that this Java platform lacks; add its module jdk.charsets");
    }
    return Charset.forName("GB18030");
  }

  private String decoded(int from, int length) {
    try {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(text, from, length))
          .toString();
    } catch (CharacterCodingException notOfIt) {
      throw new MalformedException("has a text that is not of the charset it declares");
    }
  }

  private int find(String name) {
    for (int field : sorted) {
      if (equalsAscii(marks[field], marks[field + 1], name)) {
        return field;
      }
    }
    return -1;
  }

  private boolean equalsAscii(int from, int to, String expected) {
    if (to - from != expected.length()) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      if (text[from + i] != expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isNamed(int field, byte[] name) {
    return Arrays.equals(text, marks[field], marks[field + 1], name, 0, name.length);
  }

  private boolean isAscii(int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (text[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "FormMessage[" + sorted.length + " fields]";
  }
}
