package io.jiaozi.internal.config;

import io.jiaozi.GatewayConfig;
import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.Problem;
import io.jiaozi.internal.report.SafeText;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sorts properties into gateway-wide settings and accounts. Checks the form of keys and
 * placeholders only; what the settings mean is checked when the gateway opens.
 */
public final class PropertiesConfig {

  private static final String OURS = "jiaozi.";
  private static final String ACCOUNTS = "accounts.";

  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, String> gatewaySettings = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> accounts = new LinkedHashMap<>();
  private final Placeholders placeholders;

  private PropertiesConfig(UnaryOperator<@Nullable String> environment) {
    this.placeholders = new Placeholders(environment);
  }

  /** Reads a file, with placeholders from the environment of the process. */
  public static GatewayConfig.Builder load(Path file) {
    return load(file, System::getenv);
  }

  /** Takes properties from anywhere else. */
  public static GatewayConfig.Builder read(Map<String, String> properties) {
    return read(properties, System::getenv);
  }

  static GatewayConfig.Builder load(Path file, UnaryOperator<@Nullable String> environment) {
    PropertiesConfig config = new PropertiesConfig(environment);
    return config.sort(config.parse(file));
  }

  static GatewayConfig.Builder read(
      Map<String, String> properties, UnaryOperator<@Nullable String> environment) {
    return new PropertiesConfig(environment).sort(properties);
  }

  private Map<String, String> parse(Path file) {
    OrderedProperties properties = new OrderedProperties();
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      // Some editors put a byte order mark first; it would become part of the first key.
      properties.load(new StringReader(text.startsWith("\ufeff") ? text.substring(1) : text));
    } catch (NoSuchFileException missing) {
      throw unusable(file, "does not exist. Check the path and the working directory.");
    } catch (CharacterCodingException notUtf8) {
      throw unusable(file, "is not UTF-8 text. Save it in UTF-8.");
    } catch (IOException unreadable) {
      throw unusable(
          file,
          "cannot be read (" + unreadable.getClass().getSimpleName() + "). Check its permissions.");
    } catch (IllegalArgumentException badEscape) {
      throw unusable(
          file, "holds a backslash-u that four hex digits do not follow. Write \\\\ for \\.");
    }
    for (String key : properties.twice) {
      problem(key, "stands more than once in the file. Keep one line.");
    }
    return properties.inOrder;
  }

  private static InvalidConfigurationException unusable(Path file, String sentence) {
    return new InvalidConfigurationException(
        List.of(new Problem(SafeText.oneLine(file.toString()), sentence)));
  }

  private GatewayConfig.Builder sort(Map<String, String> properties) {
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(OURS)) {
            sort(key, placeholders.resolve(value, sentence -> problem(key, sentence)));
          }
        });
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
    GatewayConfig.Builder builder = GatewayConfig.builder();
    gatewaySettings.forEach(builder::setting);
    accounts.forEach((name, values) -> builder.account(name, PlainAccount.of(values)));
    return builder;
  }

  private void sort(String key, String value) {
    String rest = key.substring(OURS.length());
    if (!rest.startsWith(ACCOUNTS)) {
      gatewaySettings.put(rest, value);
      return;
    }
    String inAccounts = rest.substring(ACCOUNTS.length());
    int dot = inAccounts.indexOf('.');
    if (dot < 0 || dot == inAccounts.length() - 1) {
      problem(key, "names no setting. Write jiaozi.accounts.<account>.<setting>, with both names.");
      return;
    }
    String account = inAccounts.substring(0, dot);
    accounts
        .computeIfAbsent(account, name -> new LinkedHashMap<>())
        .put(inAccounts.substring(dot + 1), value);
  }

  private void problem(String key, String sentence) {
    problems.add(new Problem(SafeText.oneLine(key), sentence));
  }

  /** Keeps the order of the file, and notices what a plain Properties would overwrite silently. */
  private static final class OrderedProperties extends Properties {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> inOrder = new LinkedHashMap<>();
    private final transient List<String> twice = new ArrayList<>();

    @Override
    public synchronized @Nullable Object put(Object key, Object value) {
      if (inOrder.put((String) key, (String) value) != null) {
        twice.add((String) key);
      }
      return super.put(key, value);
    }
  }
}
