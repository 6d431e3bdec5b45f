package io.jiaozi.proving.doctor;

import io.jiaozi.health.Finding.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One row of the table: an account in order, what is changed, and what the doctor must say.
 *
 * @param account which healthy account
 * @param name what somebody did wrong
 * @param changes setting to value; null removes it
 * @param level how bad the doctor must call it
 * @param setting where it must see it
 * @param words what its sentence must hold, all of them
 */
record Mistake(
    String account,
    String name,
    Map<String, String> changes,
    Level level,
    String setting,
    List<String> words) {

  static Begun mistake(String account, String name) {
    return new Begun(account, name, new LinkedHashMap<>());
  }

  /** A row whose diagnosis is still missing. */
  record Begun(String account, String name, Map<String, String> changes) {

    Begun set(String setting, String value) {
      changes.put(setting, Objects.requireNonNull(value));
      return this;
    }

    Begun without(String... settings) {
      for (String setting : settings) {
        changes.put(setting, null);
      }
      return this;
    }

    Mistake broken(String setting, String... words) {
      return new Mistake(account, name, changes, Level.BROKEN, setting, List.of(words));
    }

    Mistake warns(String setting, String... words) {
      return new Mistake(account, name, changes, Level.WARNING, setting, List.of(words));
    }
  }

  Map<String, String> settings() {
    Map<String, String> settings = Healthy.settings(account);
    changes.forEach(
        (name, value) -> {
          if (value == null) {
            settings.remove(name);
          } else {
            settings.put(name, value);
          }
        });
    return settings;
  }

  @Override
  public String toString() {
    return account + ": " + name;
  }
}
