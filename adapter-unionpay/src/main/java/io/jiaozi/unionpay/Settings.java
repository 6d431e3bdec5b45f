package io.jiaozi.unionpay;

import io.jiaozi.spi.SettingSpec;
import io.jiaozi.spi.SettingSpec.Kind;
import java.util.List;

/** Every setting of an account, by name. */
final class Settings {

  static final String BASE_URL = "base-url";
  static final String ENVIRONMENT = "environment";
  static final String MERCHANT_ID = "merchant-id";
  static final String SIGN_METHOD = "sign-method";
  static final String SIGNING_CERTIFICATE = "signing-certificate";
  static final String SIGNING_CERTIFICATE_PASSWORD = "signing-certificate-password";
  static final String SIGNING_CERTIFICATE_SERIAL = "signing-certificate-serial";
  static final String ROOT_CERTIFICATE = "root-certificate";
  static final String MIDDLE_CERTIFICATE = "middle-certificate";
  static final String ENCRYPTION_CERTIFICATE = "encryption-certificate";
  static final String SECURE_KEY = "secure-key";
  static final String PLACE_TOLERANCE = "place-tolerance";
  static final String REVERSAL_ENDPOINT = "reversal-endpoint";
  static final String NOTIFICATION_URL = "notification-url";

  static final List<SettingSpec> ALL =
      List.of(
          SettingSpec.optional(
              BASE_URL,
              Kind.URL,
              "Where UnionPay is, an origin without path. Left out: "
                  + Environment.PRODUCTION.baseUrl()
                  + ", or "
                  + Environment.TEST.baseUrl()
                  + " in environment test."),
          SettingSpec.optional(
              ENVIRONMENT,
              Kind.TEXT,
              "production, if left out, or test: whose signatures are believed. The two have certificates of their own."),
          SettingSpec.required(
              MERCHANT_ID,
              Kind.TEXT,
              "The merchant number (merId), 15 characters; from the contract or the merchant portal."),
          SettingSpec.optional(
              SIGN_METHOD,
              Kind.TEXT,
              "01, if left out: RSA certificates; 11: a shared key with SHA-256; 12: a shared key with SM3."),
          SettingSpec.optional(
              SIGNING_CERTIFICATE,
              Kind.KEY_MATERIAL,
              "The merchant's signing certificate with its private key, a .pfx file; downloaded from CFCA with the codes that"
                  + " UnionPay mailed. Needed for sign-method 01."),
          SettingSpec.optional(
              SIGNING_CERTIFICATE_PASSWORD,
              Kind.SECRET,
              "The password of the .pfx file; chosen at its download."),
          SettingSpec.optional(
              SIGNING_CERTIFICATE_SERIAL,
              Kind.TEXT,
              "The decimal serial number of the signing certificate (certId). Only where its private key is a Signer object."),
          SettingSpec.optional(
              ROOT_CERTIFICATE,
              Kind.KEY_MATERIAL,
              "The root certificate above UnionPay's signatures, or several with commas between; in the certificate package of"
                  + " the merchant portal (acp_prod_root.cer). Needed for sign-method 01."),
          SettingSpec.optional(
              MIDDLE_CERTIFICATE,
              Kind.KEY_MATERIAL,
              "The middle certificate below the root, or several with commas between; in the same package"
                  + " (acp_prod_middle.cer). Needed for sign-method 01."),
          SettingSpec.optional(
              ENCRYPTION_CERTIFICATE,
              Kind.KEY_MATERIAL,
              "UnionPay's encryption certificate (acp_prod_enc.cer), for accounts that must encrypt sensitive fields; used by"
                  + " channel calls alone."),
          SettingSpec.optional(
              SECURE_KEY,
              Kind.SECRET,
              "The shared key of sign-method 11 and 12; set in the merchant portal."),
          SettingSpec.optional(
              PLACE_TOLERANCE,
              Kind.DURATION,
              "How far placedAt may be from now when something is sent, 5m if left out: UnionPay takes it as the time of the"
                  + " order and wants it to be now."),
          SettingSpec.optional(
              REVERSAL_ENDPOINT,
              Kind.TEXT,
              "Where reversals of unknown payments go: backTransReq, if left out, or queryTrans. Change it only if UnionPay"
                  + " says so."));

  private Settings() {}
}
