package io.jiaozi.internal.discovery;

import io.jiaozi.spi.ChannelAdapterProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Builds real jars with real providers, as somebody else's build would. */
final class AdapterJar {

  private final Path folder;
  private final String name;
  private final List<String> entries = new ArrayList<>();

  AdapterJar(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /** Adds a line to META-INF/services. */
  AdapterJar entry(String line) {
    entries.add(line);
    return this;
  }

  /** Compiles a provider of this channel and registers it. */
  AdapterJar provider(String className, String channel) throws IOException {
    return provider(className, "", "return \"" + channel + "\";", "return 1;");
  }

  /** Compiles a provider of some channel and forgets to register it. */
  AdapterJar unregistered(String className) throws IOException {
    provider(className, "lost");
    entries.remove(className);
    return this;
  }

  /** Compiles a provider with these bodies of constructor, channel() and spiVersion(). */
  AdapterJar provider(String className, String constructor, String channel, String version)
      throws IOException {
    int dot = className.lastIndexOf('.');
    String source =
        """
        package %s;
        public class %s implements io.jiaozi.spi.ChannelAdapterProvider {
          public %s() { %s }
          public String channel() { %s }
          public String displayName() { return "Pay"; }
          public int spiVersion() { %s }
          public java.util.List<io.jiaozi.spi.SettingSpec> settings() { return java.util.List.of(); }
          public io.jiaozi.spi.ChannelAdapter open(
              io.jiaozi.spi.AccountSettings settings, io.jiaozi.spi.AdapterContext context) {
            throw new UnsupportedOperationException();
          }
        }
        """
            .formatted(
                className.substring(0, dot),
                className.substring(dot + 1),
                className.substring(dot + 1),
                constructor,
                channel,
                version);
    Path file = folder.resolve(name + "-src").resolve(className.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int result =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-cp",
            place(ChannelAdapterProvider.class).toString(),
            "-d",
            classes().toString(),
            file.toString());
    if (result != 0) {
      throw new IllegalStateException("javac refused " + source);
    }
    return entry(className);
  }

  private Path classes() throws IOException {
    return Files.createDirectories(folder.resolve(name + "-classes"));
  }

  private static Path place(Class<?> type) {
    try {
      URI location = type.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(location);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Writes the jar. */
  URL build() throws IOException {
    Path jar = folder.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> compiled = Files.walk(classes())) {
      for (Path path : compiled.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes().relativize(path).toString()));
        out.write(Files.readAllBytes(path));
      }
      out.putNextEntry(new JarEntry("META-INF/services/" + ChannelAdapterProvider.class.getName()));
      out.write(String.join("\n", entries).getBytes(StandardCharsets.UTF_8));
    }
    return jar.toUri().toURL();
  }

  /** A class loader like that of a web application. */
  static URLClassLoader loader(URL... jars) {
    return new URLClassLoader(jars, ChannelAdapterProvider.class.getClassLoader());
  }
}
