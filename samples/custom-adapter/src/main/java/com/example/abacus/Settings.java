package com.example.abacus;

import io.jiaozi.spi.SettingSpec;
import io.jiaozi.spi.SettingSpec.Kind;
import java.util.List;

/** Every setting of an account, by name. */
final class Settings {

  static final String BASE_URL = "base-url";
  static final String MERCHANT_ID = "merchant-id";
  static final String KEY_ID = "key-id";
  static final String PRIVATE_KEY = "private-key";
  static final String CHANNEL_KEY = "channel-key";
  static final String PREVIOUS_CHANNEL_KEY = "previous-channel-key";

  static final String DEFAULT_BASE_URL = "https://api.abacuspay.example";

  static final List<SettingSpec> ALL =
      List.of(
          SettingSpec.optional(
              BASE_URL, Kind.URL, "Where Abacus Pay is. Left out: " + DEFAULT_BASE_URL + "."),
          SettingSpec.required(
              MERCHANT_ID, Kind.TEXT, "The merchant number, AB and 8 digits; console, Profile."),
          SettingSpec.required(
              KEY_ID, Kind.TEXT, "Which key of the merchant signs; console, Keys, beside the key."),
          SettingSpec.required(
              PRIVATE_KEY,
              Kind.KEY_MATERIAL,
              "The merchant's RSA private key, whose public half was uploaded; console, Keys."),
          SettingSpec.required(
              CHANNEL_KEY, Kind.KEY_MATERIAL, "Abacus Pay's public key; console, Keys, Download."),
          SettingSpec.optional(
              PREVIOUS_CHANNEL_KEY,
              Kind.KEY_MATERIAL,
              "Abacus Pay's public key before the last change; remove it a week later."));

  private Settings() {}
}
