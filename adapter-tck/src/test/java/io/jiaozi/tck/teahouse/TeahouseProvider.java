package io.jiaozi.tck.teahouse;

import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.Problem;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.SettingSpec;
import io.jiaozi.tck.Defect;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Finds the teahouse. */
public class TeahouseProvider implements ChannelAdapterProvider {

  /** For the ServiceLoader. */
  public TeahouseProvider() {
    SideEffects.happen();
  }

  @Override
  public String channel() {
    return Defect.LOUD_ID.on() ? "Tea-House" : "teahouse";
  }

  @Override
  public String displayName() {
    return Defect.NAMELESS.on() ? "Tea\nhouse" : "Teahouse";
  }

  @Override
  public int spiVersion() {
    return Defect.OTHER_SPI.on() ? 99 : SPI_VERSION;
  }

  @Override
  public List<SettingSpec> settings() {
    boolean required = !Defect.FORGETS_REQUIRED.on();
    List<SettingSpec> all = new ArrayList<>();
    all.add(
        new SettingSpec(
            "base-url",
            Defect.ADDRESS_AS_TEXT.on() ? SettingSpec.Kind.TEXT : SettingSpec.Kind.URL,
            required,
            "Where the teahouse is."));
    all.add(
        new SettingSpec("merchant-id", SettingSpec.Kind.TEXT, required, "Who is paid, by its id."));
    all.add(
        new SettingSpec(
            "signing-key",
            Defect.OPEN_SECRET.on() ? SettingSpec.Kind.TEXT : SettingSpec.Kind.KEY_MATERIAL,
            required,
            "The key shared with the teahouse, 32 bytes in Base64."));
    if (Defect.ODD_SETTING.on()) {
      all.add(SettingSpec.optional("Odd_Name", SettingSpec.Kind.TEXT, "Not in kebab-case."));
    }
    return all;
  }

  @Override
  public ChannelAdapter open(AccountSettings settings, AdapterContext context) {
    String text = settings.requiredText("signing-key");
    byte[] key;
    try {
      key = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      key = new byte[0];
    }
    if (key.length != 32) {
      List<Problem> problems =
          List.of(
              settings.problem(
                  "signing-key",
                  "is not 32 bytes in Base64."
                      + (Defect.SHOWS_BROKEN_KEY.on() ? " It was " + text + "." : "")));
      throw new InvalidConfigurationException(problems);
    }
    TeahouseAdapter adapter =
        new TeahouseAdapter(
            URI.create(settings.requiredText("base-url")),
            settings.requiredText("merchant-id"),
            key,
            context);
    if (Defect.EAGER.on()) {
      adapter.greet();
    }
    if (Defect.LOGS_SETTINGS.on()) {
      TeahouseAdapter.LOG.info("opened with {}", text);
    }
    if (Defect.LEAKS_THREADS.on()) {
      SideEffects.idleThread();
    }
    return adapter;
  }
}
