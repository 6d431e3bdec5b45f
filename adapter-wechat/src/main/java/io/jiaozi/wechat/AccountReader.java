package io.jiaozi.wechat;

import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.Problem;
import io.jiaozi.health.Finding.About;
import io.jiaozi.health.Finding.Level;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.Decryptor;
import io.jiaozi.spi.HealthFact;
import io.jiaozi.spi.Signer;
import io.jiaozi.support.crypto.AesGcm;
import io.jiaozi.support.health.AccountFacts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of one account and says everything that is wrong with them at once. No
 * network. Not thread-safe.
 */
final class AccountReader {

  private static final Pattern MERCHANT_ID = Pattern.compile("[0-9]{8,10}");
  private static final int API_V3_KEY_BYTES = 32;

  /** Source: protocol sheet, section 1.7. */
  private static final Set<String> HOSTS =
      Set.of(
          "api.mch.weixin.qq.com",
          "api2.mch.weixin.qq.com",
          "api.wechatpay.cn",
          "api2.wechatpay.cn",
          "apihk.mch.weixin.qq.com");

  private final AccountSettings settings;
  private final List<Problem> problems = new ArrayList<>();

  /** An account, read and found in order. */
  record Account(
      Merchant merchant,
      List<URI> baseUrls,
      Signer signer,
      @Nullable Decryptor decryptor,
      String certificateSerial,
      PlatformKeys platformKeys,
      boolean downloads,
      ResourceCipher cipher,
      List<HealthFact> facts) {

    @Override
    public String toString() {
      return "Account[" + merchant.mchid() + ", keys hidden]";
    }
  }

  private AccountReader(AccountSettings settings) {
    this.settings = settings;
  }

  /**
   * Reads an account.
   *
   * @throws InvalidConfigurationException with every problem
   */
  static Account read(AccountSettings settings, Instant now) {
    return new AccountReader(settings).read(now);
  }

  private Account read(Instant now) {
    List<URI> baseUrls = baseUrls();
    String mchid =
        shaped(Settings.MERCHANT_ID, MERCHANT_ID, "is not a merchant number: 8 to 10 digits.");
    String appid =
        shaped(
            Settings.APP_ID,
            Party.APP_ID,
            "is not an app id: one begins with wx, followed by 16 letters and digits.");
    Set<String> appids = appids(appid);
    notificationUrl(baseUrls);
    List<AesGcm> apiV3Keys = apiV3Keys();
    KeyReader keys = new KeyReader(settings, mchid, problems, now);
    Signer signer = keys.signer();
    String serial = keys.certificateSerial();
    PlatformKeys platformKeys = keys.platformKeys();
    if (!problems.isEmpty() || signer == null || serial == null || platformKeys == null) {
      throw new InvalidConfigurationException(problems);
    }
    return new Account(
        new Merchant(mchid, appid, appids, settings.notificationUrl(), baseUrls.get(0)),
        baseUrls,
        signer,
        keys.decryptor(),
        serial,
        platformKeys,
        keys.downloads(),
        new ResourceCipher(apiV3Keys),
        facts(baseUrls.get(0), keys));
  }

  private List<HealthFact> facts(URI baseUrl, KeyReader keys) {
    AccountFacts facts =
        new AccountFacts(WechatAdapterProvider.DISPLAY_NAME)
            .address(Settings.BASE_URL, baseUrl, HOSTS, Set.of())
            .notificationUrl(
                Settings.NOTIFICATION_URL,
                settings.notificationUrl(),
                baseUrl,
                "is missing, and WeChat Pay takes no payment without one. Give it here, or with every request.");
    keys.tell(facts);
    if (settings.text(Settings.PREVIOUS_API_V3_KEY) != null) {
      facts.remark(
          Level.WARNING,
          About.KEY,
          Settings.PREVIOUS_API_V3_KEY,
          settings.text(Settings.PREVIOUS_API_V3_KEY, "").equals(settings.text(Settings.API_V3_KEY))
              ? "is the same as \"" + Settings.API_V3_KEY + "\". Remove it."
              : "is still given. Remove it a day after the change of keys.");
    }
    return facts.toList();
  }

  private List<URI> baseUrls() {
    List<URI> urls = new ArrayList<>();
    for (String text :
        settings.text(Settings.BASE_URL, Settings.DEFAULT_BASE_URLS).split(",", -1)) {
      urls.add(URI.create(text.strip()));
    }
    return List.copyOf(urls);
  }

  private Set<String> appids(String appid) {
    Set<String> all = new LinkedHashSet<>();
    all.add(appid);
    String more = settings.text(Settings.MORE_APP_IDS);
    if (more != null) {
      for (String one : more.split(",", -1)) {
        if (!Party.APP_ID.matcher(one.strip()).matches()) {
          problem(
              Settings.MORE_APP_IDS,
              "holds something that is not an app id. Write ids that begin with wx, followed by 16 letters and digits, with"
                  + " commas between.");
          return all;
        }
        all.add(one.strip());
      }
    }
    return all;
  }

  private String shaped(String setting, Pattern shape, String sentence) {
    String text = settings.text(setting, "").strip();
    if (!shape.matcher(text).matches()) {
      problem(setting, sentence);
    }
    return text;
  }

  private void notificationUrl(List<URI> baseUrls) {
    URI url = settings.notificationUrl();
    if (url != null) {
      NotificationUrls.problem(url, baseUrls.get(0))
          .ifPresent(sentence -> problem(Settings.NOTIFICATION_URL, sentence));
    }
  }

  private List<AesGcm> apiV3Keys() {
    List<AesGcm> keys = new ArrayList<>();
    addKey(keys, Settings.API_V3_KEY, settings.text(Settings.API_V3_KEY, ""));
    addKey(keys, Settings.PREVIOUS_API_V3_KEY, settings.text(Settings.PREVIOUS_API_V3_KEY));
    return keys;
  }

  private void addKey(List<AesGcm> keys, String setting, @Nullable String text) {
    if (text == null) {
      return;
    }
    byte[] key = text.getBytes(StandardCharsets.UTF_8);
    if (key.length == API_V3_KEY_BYTES) {
      keys.add(AesGcm.of(key));
    } else {
      problem(
          setting,
          "has "
              + key.length
              + " bytes; an APIv3 key has exactly 32. It is not the APIv2 key nor a certificate's password. Set it in the"
              + " merchant console, account centre, API security.");
    }
  }

  private void problem(String setting, String sentence) {
    problems.add(settings.problem(setting, sentence));
  }
}
