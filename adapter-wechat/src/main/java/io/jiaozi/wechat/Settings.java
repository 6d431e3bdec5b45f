package io.jiaozi.wechat;

import io.jiaozi.spi.SettingSpec;
import io.jiaozi.spi.SettingSpec.Kind;
import java.util.List;

/** Every setting of an account, by name. */
final class Settings {

  static final String BASE_URL = "base-url";
  static final String MERCHANT_ID = "merchant-id";
  static final String APP_ID = "app-id";
  static final String MORE_APP_IDS = "more-app-ids";
  static final String API_V3_KEY = "api-v3-key";
  static final String PREVIOUS_API_V3_KEY = "previous-api-v3-key";
  static final String PRIVATE_KEY = "private-key";
  static final String CERTIFICATE_SERIAL = "certificate-serial";
  static final String CERTIFICATE = "certificate";
  static final String PLATFORM_CERTIFICATES = "platform-certificates";
  static final String PUBLIC_KEY = "public-key";
  static final String PUBLIC_KEY_ID = "public-key-id";
  static final String NOTIFICATION_URL = "notification-url";

  /** In place of files in {@link #PLATFORM_CERTIFICATES}: fetch them, also beside a public key. */
  static final String DOWNLOAD = "download";

  /** Main host, then backup host. Source: protocol sheet, sections 1.7 and 8.5. */
  static final String DEFAULT_BASE_URLS =
      "https://api.mch.weixin.qq.com,https://api2.mch.weixin.qq.com";

  static final List<SettingSpec> ALL =
      List.of(
          SettingSpec.optional(
              BASE_URL,
              Kind.URLS,
              "Where WeChat Pay is; the main host and perhaps a backup host. Left out: "
                  + DEFAULT_BASE_URLS
                  + "."),
          SettingSpec.required(
              MERCHANT_ID,
              Kind.TEXT,
              "The merchant number (mchid), 8 to 10 digits; merchant console, account centre, merchant information."),
          SettingSpec.required(
              APP_ID,
              Kind.TEXT,
              "The id (appid, begins with wx) of the official account, mini program or app bound to the merchant; merchant"
                  + " console, product centre, app id management."),
          SettingSpec.optional(
              MORE_APP_IDS,
              Kind.TEXT,
              "Further app ids bound to the same merchant, with commas between: a mini program and a mobile app beside an"
                  + " official account, say. Scenes may name them, and notifications about them are taken."),
          SettingSpec.required(
              API_V3_KEY,
              Kind.SECRET,
              "The APIv3 key, exactly 32 characters; set in the merchant console, account centre, API security."),
          SettingSpec.optional(
              PREVIOUS_API_V3_KEY,
              Kind.SECRET,
              "The APIv3 key before the last change, for notifications that were encrypted before it; remove it a day"
                  + " later."),
          SettingSpec.required(
              PRIVATE_KEY,
              Kind.KEY_MATERIAL,
              "The merchant's private key, apiclient_key.pem; made with the API certificate in the merchant console, account"
                  + " centre, API security."),
          SettingSpec.optional(
              CERTIFICATE_SERIAL,
              Kind.TEXT,
              "The serial number of the merchant's API certificate; merchant console, API security, manage certificates. Not"
                  + " needed where certificate is given."),
          SettingSpec.optional(
              CERTIFICATE,
              Kind.KEY_MATERIAL,
              "The merchant's API certificate, apiclient_cert.pem: tells the serial number and proves that the private key"
                  + " belongs to it."),
          SettingSpec.optional(
              PLATFORM_CERTIFICATES,
              Kind.KEY_MATERIAL,
              "WeChat Pay's platform certificates, one or more PEM files with commas between, for accounts that verify by"
                  + " certificate; or the word download, to fetch them beside a public key while WeChat Pay exchanges one"
                  + " for the other. Left out, and no public key either: they are fetched."),
          SettingSpec.optional(
              PUBLIC_KEY,
              Kind.KEY_MATERIAL,
              "The WeChat Pay public key, pub_key.pem; downloaded in the merchant console, API security, WeChat Pay public"
                  + " key."),
          SettingSpec.optional(
              PUBLIC_KEY_ID,
              Kind.TEXT,
              "The id of the WeChat Pay public key, PUB_KEY_ID_ and digits; shown beside the key in the merchant console."));

  private Settings() {}
}
