package io.jiaozi.alipay;

import io.jiaozi.spi.SettingSpec;
import io.jiaozi.spi.SettingSpec.Kind;
import java.util.List;

/** Every setting of an account, by name. */
final class Settings {

  static final String BASE_URL = "base-url";
  static final String APP_ID = "app-id";
  static final String PRIVATE_KEY = "private-key";
  static final String SELLER_ID = "seller-id";
  static final String SIGN_TYPE = "sign-type";
  static final String ALIPAY_PUBLIC_KEY = "alipay-public-key";
  static final String APP_CERTIFICATE = "app-certificate";
  static final String ALIPAY_CERTIFICATE = "alipay-certificate";
  static final String ALIPAY_ROOT_CERTIFICATE = "alipay-root-certificate";
  static final String CONTENT_KEY = "content-key";
  static final String NOTIFICATION_URL = "notification-url";

  /** Source: protocol sheet, section 1.6. */
  static final String DEFAULT_BASE_URL = "https://openapi.alipay.com";

  static final List<SettingSpec> ALL =
      List.of(
          SettingSpec.optional(
              BASE_URL,
              Kind.URL,
              "Where Alipay is, without a path. Left out: "
                  + DEFAULT_BASE_URL
                  + "; Alipay's own sandbox is https://openapi-sandbox.dl.alipaydev.com."),
          SettingSpec.required(
              APP_ID,
              Kind.TEXT,
              "The id of the app, 16 digits; open platform console, the app's page."),
          SettingSpec.required(
              PRIVATE_KEY,
              Kind.KEY_MATERIAL,
              "The app's private key, RSA of 2048 bits, PKCS#8 or PKCS#1; made with Alipay's key tool, whose public half was"
                  + " uploaded in the console."),
          SettingSpec.optional(
              SELLER_ID,
              Kind.TEXT,
              "The merchant's own Alipay number (PID), 16 digits beginning with 2088; then every message is compared with it."),
          SettingSpec.optional(
              SIGN_TYPE,
              Kind.TEXT,
              "RSA2, which is used anyway; there is no other. Left out: RSA2."),
          SettingSpec.optional(
              ALIPAY_PUBLIC_KEY,
              Kind.KEY_MATERIAL,
              "The Alipay public key, for apps in key mode; shown by Alipay in the console, not the app's own public key."),
          SettingSpec.optional(
              APP_CERTIFICATE,
              Kind.KEY_MATERIAL,
              "The app's certificate, appCertPublicKey_<app id>.crt, for apps in certificate mode."),
          SettingSpec.optional(
              ALIPAY_CERTIFICATE,
              Kind.KEY_MATERIAL,
              "Alipay's certificate, alipayCertPublicKey_RSA2.crt, for apps in certificate mode."),
          SettingSpec.optional(
              ALIPAY_ROOT_CERTIFICATE,
              Kind.KEY_MATERIAL,
              "Alipay's root certificates, alipayRootCert.crt, the whole file, for apps in certificate mode."),
          SettingSpec.optional(
              CONTENT_KEY,
              Kind.SECRET,
              "The AES key for content encryption, Base64 of 16 bytes; open platform console, development settings. Given,"
                  + " every request is encrypted."));

  private Settings() {}
}
