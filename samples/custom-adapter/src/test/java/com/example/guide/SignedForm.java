package com.example.guide;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.SignatureMismatchException;
import io.jiaozi.support.crypto.SignatureVerifier;
import io.jiaozi.support.crypto.StrictBase64;
import io.jiaozi.support.form.FormCodec;
import io.jiaozi.support.form.MalformedFormException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A form whose decoded fields are signed: sorted by name, {@code name=value}, joined by &amp;. */
final class SignedForm {

  private static final String SIGN = "sign";

  private SignedForm() {}

  static byte[] signed(Map<String, String> fields, Signer signer) {
    TreeMap<String, String> all = new TreeMap<>(fields);
    all.values().removeIf(String::isEmpty);
    byte[] signature = signer.sign(SigningAlgorithm.RSA_SHA256, signedText(all));
    all.put(SIGN, StrictBase64.encode(signature));
    return FormCodec.encode(all, UTF_8);
  }

  static Map<String, String> verified(byte[] raw, SignatureVerifier key) {
    Map<String, String> fields;
    try {
      fields = new TreeMap<>(FormCodec.decode(raw, UTF_8));
    } catch (MalformedFormException odd) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.MALFORMED, "is not a form as the documents promise", odd);
    }
    String signature = fields.remove(SIGN);
    if (signature == null) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.MISSING_SIGNATURE, "carries no signature", null);
    }
    try {
      key.verifyBase64(SigningAlgorithm.RSA_SHA256, signature, signedText(fields));
    } catch (SignatureMismatchException forged) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.BAD_SIGNATURE, "carries a signature that does not fit its fields", null);
    }
    return fields;
  }

  private static byte[] signedText(Map<String, String> sorted) {
    return sorted.entrySet().stream()
        .map(field -> field.getKey() + "=" + field.getValue())
        .collect(Collectors.joining("&"))
        .getBytes(UTF_8);
  }
}
