package io.jiaozi.spring;

import io.jiaozi.sandbox.Sandbox;
import java.util.LinkedHashMap;
import java.util.Map;

/** One sandbox for all tests of this process, and settings that call it. */
final class Played {

  static final Sandbox SANDBOX = Sandbox.start();

  private Played() {}

  /** The properties of one of its accounts, under another name. */
  static Map<String, Object> account(String offered, String name) {
    String from = "jiaozi.accounts." + offered + ".";
    Map<String, Object> properties = new LinkedHashMap<>();
    SANDBOX
        .settings()
        .forEach(
            (key, value) -> {
              if (key.startsWith(from)) {
                properties.put(
                    "jiaozi.accounts." + name + "." + key.substring(from.length()), value);
              }
            });
    return properties;
  }
}
