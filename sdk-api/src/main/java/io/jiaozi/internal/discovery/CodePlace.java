package io.jiaozi.internal.discovery;

import java.net.URL;
import java.security.CodeSource;

/** Says where a class came from. */
final class CodePlace {

  private CodePlace() {}

  /** The class and its jar, {@code "a.B (adapter-x-1.2.jar)"}. */
  static String describe(Class<?> type) {
    String place = of(type);
    return place.isEmpty() ? type.getName() : type.getName() + " (" + shortened(place) + ")";
  }

  /** The address of its jar or folder; empty if the JVM does not tell. */
  static String of(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    return location == null ? "" : location.toString();
  }

  /** The jar or folder that a file on the class path is in. */
  static String holding(URL file, String path) {
    String whole = file.toString();
    String place =
        whole.endsWith(path) ? whole.substring(0, whole.length() - path.length()) : whole;
    boolean inJar = place.endsWith("!/");
    String outside = inJar ? place.substring(0, place.length() - 2) : place;
    return shortened(outside.startsWith("jar:") ? outside.substring("jar:".length()) : outside);
  }

  private static String shortened(String place) {
    boolean folder = place.endsWith("/");
    String path = place.startsWith("file:") ? place.substring("file:".length()) : place;
    return folder ? path : path.substring(path.lastIndexOf('/') + 1);
  }
}
