package io.jiaozi.sandbox.unionpay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Verifies that a request comes from the merchant it names: sheet 2.1 and 2.2. A merchant signs by
 * one method only; any other is answered as a wrong signature.
 */
final class RequestCheck {
  private static final Set<String> METHODS = Set.of("01", "11", "12", "21");
  private static final Pattern MERCHANT = Pattern.compile("[0-9A-Za-z]{15}");

  private final UnionpayCredentials credentials;

  RequestCheck(UnionpayCredentials credentials) {
    this.credentials = credentials;
  }

  /** The merchant that has signed this; throws the refusal that the channel would answer. */
  Account require(Form form) {
    if (form.fault() != null) {
      throw form.fault();
    }
    Fields fields = new Fields(form);
    fields.require("version", "5.1.0");
    String encoding = fields.require("encoding");
    if (!encoding.equalsIgnoreCase("UTF-8") && !encoding.equalsIgnoreCase("GBK")) {
      throw Refusal.invalid("encoding");
    }
    String method = fields.require("signMethod");
    if (!METHODS.contains(method)) {
      throw Refusal.invalid("signMethod");
    }
    String merchantId = fields.require("merId", MERCHANT);
    fields.require("signature");
    Account account = credentials.account(merchantId);
    if (account == null) {
      throw method.equals("01") && isSigned(form) ? Refusal.of("31") : Refusal.signature();
    }
    boolean right =
        account.signMethod().equals(method)
            && (account.signsWithCertificate() ? isSigned(form) : isKeyed(form, account));
    if (!right) {
      throw Refusal.signature();
    }
    return account;
  }

  private boolean isSigned(Form form) {
    return form.get("certId").equals(credentials.certId())
        && Signatures.verifies(
            credentials.merchantCertificate().getPublicKey(),
            Signatures.text(form.fields()),
            form.charset(),
            form.get("signature"));
  }

  private static boolean isKeyed(Form form, Account account) {
    String expected =
        Signatures.keyed(
            account.signMethod(),
            Signatures.text(form.fields()),
            form.charset(),
            account.secureKey());
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8),
        form.get("signature").getBytes(StandardCharsets.UTF_8));
  }
}
