package io.jiaozi.interop;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folders through which modules meet: {@code interop/<module>/target/exchange/<channel>}. A
 * module writes into its own only and reads those of modules built before it.
 */
public final class Exchange {
  private static final String FACTS = "facts.properties";

  private Exchange() {}

  /** The folder of the module whose tests run now. */
  static Path module() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  }

  /** This module's folder for a channel, made anew and empty. */
  public static Path write(String channel) {
    Path folder = module().resolve("target").resolve("exchange").resolve(channel);
    try {
      delete(folder);
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The folder that another module has written for a channel.
   *
   * @param module such as {@code exchange} or {@code judge-wechat}
   * @throws IllegalStateException with a sentence if that module has not been built
   */
  public static Path read(String module, String channel) {
    Path folder = module().resolveSibling(module).resolve("target/exchange").resolve(channel);
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException(
          "There is nothing in "
              + folder
              + ". The tests of interop/"
              + module
              + " write it; \"mvn verify\" on the whole project runs them first.");
    }
    return folder;
  }

  /** Writes names and values that the other side needs beside the messages. */
  public static void writeFacts(Path folder, Map<String, String> facts) throws IOException {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(facts)
        .forEach(
            (name, value) ->
                text.append(name).append('=').append(value.replace("\\", "\\\\")).append('\n'));
    Files.writeString(folder.resolve(FACTS), text, StandardCharsets.UTF_8);
  }

  /** Reads what {@link #writeFacts} wrote. */
  public static Map<String, String> facts(Path folder) throws IOException {
    Properties properties = new Properties();
    properties.load(
        new StringReader(Files.readString(folder.resolve(FACTS), StandardCharsets.UTF_8)));
    Map<String, String> facts = new TreeMap<>();
    properties.stringPropertyNames().forEach(name -> facts.put(name, properties.getProperty(name)));
    return facts;
  }

  /** The messages of a folder by file name without {@code .http}, in alphabetical order. */
  public static Map<String, HttpMessage> messages(Path folder) throws IOException {
    Map<String, HttpMessage> messages = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".http")).toList()) {
        messages.put(
            file.getFileName().toString().replaceFirst("\\.http$", ""), HttpMessage.read(file));
      }
    }
    return messages;
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
