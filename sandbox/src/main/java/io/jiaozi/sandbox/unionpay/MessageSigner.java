package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.CertificateAuthority.Identity;
import io.jiaozi.sandbox.channel.Pem;
import io.jiaozi.sandbox.channel.Randomness;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Signs what leaves the channel: properly, or wrong in the ways that a {@link Twist} names. */
final class MessageSigner {
  private final UnionpayCredentials credentials;
  private final Randomness randomness;

  MessageSigner(UnionpayCredentials credentials, Randomness randomness) {
    this.credentials = credentials;
    this.randomness = randomness;
  }

  /**
   * Signs these fields by the method of the merchant they are for.
   *
   * @return all fields in the order in which they are sent
   */
  List<Map.Entry<String, String>> sign(Map<String, String> content, Set<Twist> how) {
    Account account = credentials.account(content.get("merId"));
    SortedMap<String, String> fields = new TreeMap<>(content);
    change(fields, how);
    Identity forger = credentials.forgeries().signer(how);
    String method = method(account, forger, how);
    fields.put("signMethod", method);
    if (method.equals("01")) {
      name(fields, forger == null ? credentials.signer() : forger, how);
    }
    if (how.contains(Twist.NO_SIGN_METHOD)) {
      fields.remove("signMethod");
    }
    if (!how.contains(Twist.MISSING_SIGNATURE)) {
      fields.put("signature", signature(fields, method, account, forger, how));
    }
    return afterwards(fields, how);
  }

  /** Other content, properly signed. */
  private void change(SortedMap<String, String> fields, Set<Twist> how) {
    if (how.contains(Twist.FOREIGN_MERCHANT)) {
      fields.put("merId", "777290" + randomness.digits(9));
    }
    if (how.contains(Twist.OTHER_AMOUNT)) {
      for (String name : List.of("txnAmt", "settleAmt")) {
        fields.computeIfPresent(name, (n, fen) -> Long.toString(Long.parseLong(fen) + 1));
      }
    }
    if (how.contains(Twist.OTHER_TIME)) {
      fields.computeIfPresent("txnTime", (n, time) -> secondBefore(time));
    }
    if (how.contains(Twist.VERSION_5_0_0)) {
      fields.put("version", "5.0.0");
    }
  }

  private static String secondBefore(String time) {
    java.time.Instant instant = BeijingTime.parse(time);
    return instant == null ? time : BeijingTime.format(instant.minusSeconds(1));
  }

  private static String method(
      @Nullable Account account, @Nullable Identity forger, Set<Twist> how) {
    if (how.contains(Twist.DOWNGRADED_TO_11)) {
      return "11";
    }
    if (how.contains(Twist.DOWNGRADED_TO_12)) {
      return "12";
    }
    return forger != null || account == null ? "01" : account.signMethod();
  }

  private void name(SortedMap<String, String> fields, Identity signer, Set<Twist> how) {
    if (how.contains(Twist.VERSION_5_0_0)) {
      fields.put("certId", UnionpayCredentials.decimalSerial(signer));
    } else if (!how.contains(Twist.MISSING_CERTIFICATE)) {
      String pem = pem(signer);
      if (how.contains(Twist.TWO_CERTIFICATES)) {
        pem = pem + "\r\n" + pem(credentials.signer());
      }
      boolean bare = how.contains(Twist.BARE_LINE_FEEDS);
      fields.put("signPubKeyCert", bare ? pem.replace("\r\n", "\n") : pem);
    }
  }

  /** With CRLF and no line break at the end, as on the wire. */
  static String pem(Identity identity) {
    return Pem.certificate(identity.certificate()).strip().replace("\n", "\r\n");
  }

  private String signature(
      SortedMap<String, String> fields,
      String method,
      @Nullable Account account,
      @Nullable Identity forger,
      Set<Twist> how) {
    Charset charset = Form.charsetOf(fields);
    String text = Signatures.text(fields);
    if (!method.equals("01")) {
      return keyed(method, text, charset, account, how);
    }
    if (how.contains(Twist.BAD_SIGNATURE)) {
      byte[] noise = new byte[256];
      randomness.source().nextBytes(noise);
      return Base64.getEncoder().encodeToString(noise);
    }
    Identity signer = forger == null ? credentials.signer() : forger;
    if (how.contains(Twist.WRONG_KEY)) {
      signer = credentials.merchantIdentity();
    }
    boolean old = how.contains(Twist.VERSION_5_0_0) || how.contains(Twist.SHA1_DIGEST);
    byte[] hash = Signatures.sha(old ? "SHA-1" : "SHA-256", text.getBytes(charset));
    return Signatures.rsa(
        old ? "SHA1withRSA" : "SHA256withRSA", signer.privateKey(), written(hash, how));
  }

  private static byte[] written(byte[] hash, Set<Twist> how) {
    if (how.contains(Twist.RAW_DIGEST)) {
      return hash;
    }
    String digits = Signatures.hex(hash);
    return (how.contains(Twist.UPPER_CASE_DIGEST) ? digits.toUpperCase(Locale.ROOT) : digits)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private String keyed(
      String method, String text, Charset charset, @Nullable Account account, Set<Twist> how) {
    if (how.contains(Twist.BAD_SIGNATURE)) {
      return randomness.hex(64);
    }
    boolean wrong = how.contains(Twist.WRONG_KEY) || account == null;
    boolean own = account != null && account.signMethod().equals(method);
    String secret = wrong || account == null ? randomness.text(24) : account.secureKey();
    return Signatures.keyed(method, text, charset, own || wrong ? secret : "");
  }

  /** What is done to a message that has its signature already. */
  private static List<Map.Entry<String, String>> afterwards(
      SortedMap<String, String> signed, Set<Twist> how) {
    Map<String, String> altered = new HashMap<>();
    if (how.contains(Twist.ALTER_BYTE)) {
      for (Map.Entry<String, String> field : signed.entrySet()) {
        String value = field.getValue();
        if (!value.isEmpty()) {
          int last = value.length() - 1;
          altered.put(field.getKey(), value.substring(0, last) + (char) (value.charAt(last) ^ 1));
          break;
        }
      }
    }
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    signed.forEach(
        (name, value) -> {
          // The signature comes last, as on the wire.
          if (!name.equals("signature")) {
            fields.add(Map.entry(name, altered.getOrDefault(name, value)));
          }
        });
    if (how.contains(Twist.EMPTY_FIELD)) {
      fields.add(Map.entry("payCardIssueName", ""));
    }
    if (how.contains(Twist.ADDED_FIELD)) {
      fields.add(Map.entry("exchangeRate", "1"));
    }
    if (how.contains(Twist.REPEATED_FIELD)) {
      fields.add(Map.entry("txnAmt", "1"));
    }
    String signature = signed.get("signature");
    if (signature != null) {
      fields.add(Map.entry("signature", signature));
    }
    if (how.contains(Twist.SHUFFLED)) {
      Collections.reverse(fields);
    }
    return fields;
  }
}
