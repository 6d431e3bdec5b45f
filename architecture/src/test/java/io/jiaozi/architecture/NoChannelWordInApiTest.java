package io.jiaozi.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.PaymentGateway;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The common API speaks of payments, not of channels: no type, member, constant or string of it
 * names one.
 */
class NoChannelWordInApiTest {

  private static final Pattern CHANNEL_WORD =
      Pattern.compile(
          "wechat|weixin|alipay|unionpay|paypal|openid|out_trade_no|trade_no",
          Pattern.CASE_INSENSITIVE);

  @Test
  void api_constantPools_nameNoChannel() throws Exception {
    List<String> found = new ArrayList<>();
    int classes =
        overApiClasses(
            (name, texts) ->
                texts.stream()
                    .filter(text -> CHANNEL_WORD.matcher(text).find())
                    .forEach(text -> found.add(name + ": " + text)));

    assertThat(classes).as("classes looked at").isGreaterThan(60);
    assertThat(found).isEmpty();
  }

  @Test
  void constantPool_ofThisTest_isReadToo() throws Exception {
    List<String> own =
        texts(NoChannelWordInApiTest.class.getResourceAsStream("NoChannelWordInApiTest.class"));

    assertThat(own).anyMatch(text -> CHANNEL_WORD.matcher(text).find());
  }

  private interface Visitor {
    void visit(String className, List<String> texts);
  }

  private static int overApiClasses(Visitor visitor) throws IOException, URISyntaxException {
    URI home = PaymentGateway.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    if (Files.isDirectory(Path.of(home))) {
      return walk(Path.of(home), visitor);
    }
    try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + home), Map.of())) {
      return walk(jar.getPath("/"), visitor);
    }
  }

  private static int walk(Path root, Visitor visitor) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> classFiles = files.filter(file -> file.toString().endsWith(".class")).toList();
      for (Path file : classFiles) {
        try (InputStream in = Files.newInputStream(file)) {
          visitor.visit(root.relativize(file).toString(), texts(in));
        }
      }
      return classFiles.size();
    } catch (UncheckedIOException walking) {
      throw walking.getCause();
    }
  }

  /**
   * Every UTF-8 entry of the constant pool: names of types and members, descriptors, string
   * literals (JVMS 4.4).
   */
  private static List<String> texts(InputStream classFile) throws IOException {
    DataInputStream in = new DataInputStream(classFile);
    assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
    in.readInt();
    int count = in.readUnsignedShort();
    List<String> texts = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts.add(in.readUTF());
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        default -> throw new IOException("constant pool tag " + tag);
      }
    }
    return texts;
  }
}
