package com.example.abacus;

import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.Problem;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.Digests;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.support.crypto.RsaVerifier;
import io.jiaozi.support.crypto.SignatureVerifier;
import io.jiaozi.support.keys.KeyMaterial;
import io.jiaozi.support.keys.KeyMaterialException;
import java.net.URI;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of one account and says everything that is wrong with them at once. No
 * network. Not thread-safe.
 */
final class AccountReader {

  private static final Pattern MERCHANT_ID = Pattern.compile("AB[0-9]{8}");
  private static final Pattern KEY_ID = Pattern.compile("[0-9A-Za-z]{1,32}");
  private static final int NAMED_DIGITS = 16;

  private final AccountSettings settings;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * An account, read and found in order.
   *
   * @param notificationUrl null if every request brings one
   * @param channelKeys what verifies messages, by the name messages give the key
   */
  record Account(
      String merchantId,
      String keyId,
      Signer signer,
      URI baseUrl,
      @Nullable URI notificationUrl,
      Map<String, SignatureVerifier> channelKeys) {
    Account {
      channelKeys = Map.copyOf(channelKeys);
    }

    @Override
    public String toString() {
      return "Account[" + merchantId + ", keys hidden]";
    }
  }

  private AccountReader(AccountSettings settings) {
    this.settings = settings;
  }

  static Account read(AccountSettings settings) {
    return new AccountReader(settings).read();
  }

  private Account read() {
    String merchantId =
        shaped(Settings.MERCHANT_ID, MERCHANT_ID, "is not a merchant number: AB and 8 digits.");
    String keyId = shaped(Settings.KEY_ID, KEY_ID, "is not a key id: up to 32 letters and digits.");
    Signer signer = signer();
    Map<String, SignatureVerifier> keys = channelKeys();
    if (!problems.isEmpty() || signer == null) {
      throw new InvalidConfigurationException(problems);
    }
    return new Account(
        merchantId,
        keyId,
        signer,
        URI.create(settings.text(Settings.BASE_URL, Settings.DEFAULT_BASE_URL).strip()),
        settings.notificationUrl(),
        keys);
  }

  private String shaped(String setting, Pattern shape, String sentence) {
    String text = settings.requiredText(setting).strip();
    if (!shape.matcher(text).matches()) {
      problem(setting, sentence);
    }
    return text;
  }

  /** The merchant's key, or the object that stands in for it. */
  private @Nullable Signer signer() {
    Signer external = settings.signers().get(Settings.PRIVATE_KEY);
    if (external == null) {
      try {
        return RsaSigner.of(
            KeyMaterial.of(Settings.PRIVATE_KEY, settings.requiredText(Settings.PRIVATE_KEY))
                .rsaPrivateKey());
      } catch (KeyMaterialException wrong) {
        problem(Settings.PRIVATE_KEY, withoutName(Settings.PRIVATE_KEY, wrong));
        return null;
      }
    }
    if (!external.supports(SigningAlgorithm.RSA_SHA256)) {
      problem(Settings.PRIVATE_KEY, "is a Signer that cannot do RSA_SHA256. Give an RSA key.");
    }
    return external;
  }

  private Map<String, SignatureVerifier> channelKeys() {
    Map<String, SignatureVerifier> keys = new LinkedHashMap<>();
    for (String setting : List.of(Settings.CHANNEL_KEY, Settings.PREVIOUS_CHANNEL_KEY)) {
      String text = settings.text(setting);
      if (text != null) {
        try {
          PublicKey key = KeyMaterial.of(setting, text).rsaPublicKey();
          keys.put(nameOf(key), RsaVerifier.of(key));
        } catch (KeyMaterialException wrong) {
          problem(setting, withoutName(setting, wrong));
        }
      }
    }
    return keys;
  }

  /**
   * How messages name a key: the first 16 digits of the SHA-256 of its DER form, in hexadecimal.
   */
  static String nameOf(PublicKey key) {
    return Digests.sha256Hex(key.getEncoded()).substring(0, NAMED_DIGITS);
  }

  /** The report names the setting already. */
  private static String withoutName(String setting, KeyMaterialException wrong) {
    String text = String.valueOf(wrong.getMessage());
    return text.startsWith(setting + ": ") ? text.substring(setting.length() + 2) : text;
  }

  private void problem(String setting, String sentence) {
    problems.add(settings.problem(setting, sentence));
  }
}
