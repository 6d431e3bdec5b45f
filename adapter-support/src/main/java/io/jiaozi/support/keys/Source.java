package io.jiaozi.support.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the bytes behind a setting: {@code classpath:...}, a file's path, or the text itself. */
final class Source {
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern BASE64_ONLY = Pattern.compile("[A-Za-z0-9+/=\\s]{64,}");
  private static final Pattern KEY_FILE_NAME =
      Pattern.compile("[^\\r\\n]{1,260}\\.(pem|key|crt|cer|cert|der|p12|pfx|p7b|p8|pub|txt|jks)");

  private final Origin origin;
  private final byte[] bytes;

  private Source(Origin origin, byte[] bytes) {
    this.origin = origin;
    this.bytes = bytes;
  }

  /** Subject of later diagnoses. */
  Origin origin() {
    return origin;
  }

  /** What was found, never empty; not copied. */
  byte[] bytes() {
    return bytes;
  }

  /** A value from the merchant's configuration; may name files. */
  static Source of(String setting, String value) {
    String text = unquote(value);
    if (text.isEmpty()) {
      throw Origin.inline(setting)
          .problem(
              "the setting is empty",
              "Give the path of a file, classpath: and a resource, or the text of the key itself.");
    }
    if (text.startsWith("classpath:")) {
      return resource(setting, text.substring("classpath:".length()).strip());
    }
    if (isInline(text)) {
      return inline(setting, text);
    }
    return file(setting, text.startsWith("file:") ? fileUri(text) : text);
  }

  /** Text that came from elsewhere, a channel's reply for instance; never looked up as a path. */
  static Source inline(String setting, String value) {
    return inline(setting, value.getBytes(StandardCharsets.UTF_8));
  }

  static Source inline(String setting, byte[] value) {
    return checked(Origin.inline(setting), value);
  }

  private static String unquote(String value) {
    String text = value.strip();
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1).strip();
    }
    boolean quoted =
        text.length() >= 2
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1).strip() : text;
  }

  private static boolean isInline(String text) {
    if (text.contains("-----") || text.indexOf('\n') >= 0 || text.startsWith("ssh-")) {
      return true;
    }
    // Base64 may look like a path, but DER always starts with 0x30, which is "M" in Base64, and
    // Base64 of PEM starts with "LS0t".
    return (text.startsWith("M") || text.startsWith("LS0t")) && BASE64_ONLY.matcher(text).matches();
  }

  private static String fileUri(String text) {
    return text.replaceFirst("^file:(//)?", "");
  }

  private static Source resource(String setting, String name) {
    String path = name.startsWith("/") ? name.substring(1) : name;
    Origin origin = new Origin(setting, " (classpath:" + path + ")");
    try (InputStream stream = open(path)) {
      if (stream == null) {
        throw origin.problem(
            "there is no such resource on the class path",
            "Check the name; it starts at the root of the jar, for instance classpath:keys/a.pem.");
      }
      return checked(origin, stream.readNBytes(MAX_BYTES + 1));
    } catch (IOException unreadable) {
      throw origin.problem("the resource cannot be read", "Check the jar it is in.");
    }
  }

  private static @Nullable InputStream open(String path) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    InputStream stream = context == null ? null : context.getResourceAsStream(path);
    return stream != null ? stream : Source.class.getClassLoader().getResourceAsStream(path);
  }

  private static Source file(String setting, String name) {
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException notPath) {
      throw neither(setting, name);
    }
    Origin origin = new Origin(setting, " (file " + name + ")");
    if (!Files.exists(path)) {
      if (!mayShow(path, name)) {
        throw neither(setting, name);
      }
      throw origin.problem(
          "the file does not exist",
          "Check the path; a relative one starts in the directory the program was started from.");
    }
    if (Files.isDirectory(path)) {
      throw origin.problem("this is a directory, not a file", "Name the file inside it.");
    }
    try (InputStream stream = Files.newInputStream(path)) {
      return checked(origin, stream.readNBytes(MAX_BYTES + 1));
    } catch (AccessDeniedException denied) {
      throw origin.problem(
          "the file exists, but this program may not read it",
          "Give the user the program runs as the right to read it.");
    } catch (IOException unreadable) {
      throw origin.problem("the file cannot be read", "Check the disk and the path.");
    }
  }

  /** A path that leads nowhere is shown only if it is surely a path: it may be a pasted secret. */
  private static boolean mayShow(Path path, String name) {
    if (KEY_FILE_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
      return true;
    }
    Path parent = path.getParent();
    return parent != null && parent.getNameCount() > 0 && Files.isDirectory(parent);
  }

  private static KeyMaterialException neither(String setting, String value) {
    return Origin.inline(setting)
        .problem(
            "the value ("
                + value.length()
                + " characters) is neither the path of a file that exists nor the text of a key"
                + " or certificate",
            "Give the path of a file, classpath: and a resource, or the whole text from BEGIN to"
                + " END.");
  }

  private static Source checked(Origin origin, byte[] bytes) {
    if (bytes.length == 0) {
      throw origin.problem("there is nothing in it, it has 0 bytes", "Download or copy it again.");
    }
    if (bytes.length > MAX_BYTES) {
      throw origin.problem(
          "it is larger than 1 MiB, so it cannot be a key or certificate", "Check the path.");
    }
    return new Source(origin, bytes);
  }

  @Override
  public String toString() {
    return "Source[" + origin + ", content hidden]";
  }
}
