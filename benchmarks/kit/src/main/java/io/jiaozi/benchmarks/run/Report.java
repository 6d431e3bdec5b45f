package io.jiaozi.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Turns what was measured into docs/benchmarks.md and its pictures. */
final class Report {
  private static final String OURS = "Jiaozi";
  private static final String FLOOR = "floor";
  private static final String NOTHING = "–";

  private final Results results;
  private final StringBuilder page = new StringBuilder();
  private final Path pictures;

  private Report(Results results, Path pictures) {
    this.results = results;
    this.pictures = pictures;
  }

  private enum Row {
    WECHAT_SIGN("Wechat.sign", "WeChat Pay: sign a request", "wechatpay-java"),
    WECHAT_VERIFY("Wechat.verify", "WeChat Pay: verify a response", "wechatpay-java"),
    WECHAT_NOTIFICATION("Wechat.notification", "WeChat Pay: read a notification", "wechatpay-java"),
    ALIPAY_SIGN("Alipay.sign", "Alipay: sign a request", "alipay-sdk-java"),
    ALIPAY_VERIFY("Alipay.verify", "Alipay: verify a response", "alipay-sdk-java"),
    ALIPAY_NOTIFICATION(
        "Alipay.notification", "Alipay: read a notification of 25 fields", "alipay-sdk-java"),
    ALIPAY_QUERY("Alipay.query", "Alipay: query without network", "alipay-sdk-java");

    private final String key;
    private final String words;
    private final String official;

    Row(String key, String words, String official) {
      this.key = key;
      this.words = words;
      this.official = official;
    }
  }

  static void write(Results results, Path docs, String pace, String machine) throws IOException {
    Path pictures = Files.createDirectories(docs.resolve("benchmarks"));
    Report report = new Report(results, pictures);
    report.page(pace, machine);
    Files.writeString(docs.resolve("benchmarks.md"), report.page.toString());
  }

  private void page(String pace, String machine) throws IOException {
    line("# Measured beside the official SDKs");
    line("");
    line(
        "Written by one command, which builds, measures every side in turns and writes this page:");
    line("");
    line("```sh");
    line("benchmarks/run " + pace);
    line("```");
    line("");
    line("`quick` takes some minutes, `full` about half an hour. Nothing is measured in a build.");
    line("");
    line("- **Machine**: " + machine + ".");
    line(
        "- **Read ratios, not times.** All figures of a table come from one run, each side in"
            + " processes of its own, one after the other, round by round; a figure is the median of"
            + " its rounds. With other work on the machine (a load above the number of cores) only"
            + " bytes and counts mean something.");
    line(
        "- **Floor**: the same signatures and ciphers over the same bytes, by hand with the JDK's"
            + " API and the same provider; over the network, that and a bare OkHttp.");
    line(
        "- **Official SDKs** are unmodified and have their own dependencies, their own class path,"
            + " their own JVM. *Shipped*: as they come. *Best*: room for 64 idle connections.");
    line(
        "- **How to read our side**: notifications and round trips go through the gateway with all"
            + " its checks. The official notification rows start from fields or strings that"
            + " somebody has split already; ours from the raw request, and end with a mapped"
            + " payment.");
    line("");
    micro("jdk17", "Signing, verifying, reading");
    notificationPicture();
    micro("jdk25", "The same on JDK 25");
    providers();
    roundTrips();
    first();
    cold();
    footprint();
    guard();
    line("## Gates");
    line("");
    line(
        "Times are not compared in a build. What is counted there, with a margin of 20 %: bytes"
            + " allocated, private-key operations, keys parsed, requests and connections for each"
            + " operation (`CostGateTest`).");
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  private OptionalDouble micro(String kind, Row row, String side, String unit) {
    return results.get(kind + "/" + row.key + "/" + side + "/" + unit);
  }

  private void micro(String kind, String title) {
    if (micro(kind, Row.WECHAT_SIGN, OURS, "us").isEmpty()) {
      return;
    }
    line("## " + title);
    line("");
    line("Time of one operation; the ratio to the floor; bytes allocated.");
    line("");
    line("| | floor | Jiaozi | official | Jiaozi, bytes | floor, bytes | official, bytes |");
    line("|---|---|---|---|---|---|---|");
    for (Row row : Row.values()) {
      OptionalDouble floor = micro(kind, row, FLOOR, "us");
      line(
          "| "
              + row.words
              + " | "
              + number(floor, " µs")
              + " | "
              + number(micro(kind, row, OURS, "us"), " µs")
              + times(micro(kind, row, OURS, "us"), floor)
              + " | "
              + number(micro(kind, row, row.official, "us"), " µs")
              + times(micro(kind, row, row.official, "us"), floor)
              + " | "
              + kilobytes(micro(kind, row, OURS, "bytes"))
              + " | "
              + kilobytes(micro(kind, row, FLOOR, "bytes"))
              + " | "
              + kilobytes(micro(kind, row, row.official, "bytes"))
              + " |");
    }
    line("");
  }

  private void notificationPicture() throws IOException {
    List<Chart.Group> groups = new ArrayList<>();
    for (Row row : Row.values()) {
      List<Chart.Bar> bars = new ArrayList<>();
      for (String side : List.of(FLOOR, OURS, row.official)) {
        micro("jdk17", row, side, "us")
            .ifPresent(
                value ->
                    bars.add(
                        new Chart.Bar(
                            side,
                            value,
                            number(OptionalDouble.of(value), " µs"),
                            side.equals(OURS))));
      }
      if (bars.size() > 1) {
        groups.add(new Chart.Group(row.words, bars));
      }
    }
    picture("operations", "Time of one operation, less is better", groups);
  }

  private void picture(String name, String title, List<Chart.Group> groups) throws IOException {
    if (groups.isEmpty()) {
      return;
    }
    Files.writeString(pictures.resolve(name + ".svg"), Chart.draw(title, groups));
    line("![" + title + "](benchmarks/" + name + ".svg)");
    line("");
  }

  private void providers() {
    if (micro("provider-jdk", Row.WECHAT_SIGN, OURS, "us").isEmpty()) {
      return;
    }
    line("## A faster provider on the class path");
    line("");
    line(
        "Put the jar of Amazon Corretto Crypto Provider or Conscrypt on the class path: nothing to"
            + " configure, nothing is installed in the JVM. In brackets how many times as fast as"
            + " our own figure with the JDK's cryptography.");
    line("");
    line("| Jiaozi | JDK | Corretto | Conscrypt |");
    line("|---|---|---|---|");
    for (Row row : Row.values()) {
      OptionalDouble jdk = micro("provider-jdk", row, OURS, "us");
      OptionalDouble corretto = micro("provider-corretto", row, OURS, "us");
      OptionalDouble conscrypt = micro("provider-conscrypt", row, OURS, "us");
      line(
          "| "
              + row.words
              + " | "
              + number(jdk, " µs")
              + " | "
              + number(corretto, " µs")
              + times(jdk, corretto)
              + " | "
              + number(conscrypt, " µs")
              + times(jdk, conscrypt)
              + " |");
    }
    line("");
    line("| Ratio to the floor with the same provider | JDK | Corretto | Conscrypt |");
    line("|---|---|---|---|");
    for (Row row : Row.values()) {
      StringBuilder cells = new StringBuilder();
      for (String provider : List.of("jdk", "corretto", "conscrypt")) {
        cells
            .append(" | ")
            .append(
                ratio(
                    micro("provider-" + provider, row, OURS, "us"),
                    micro("provider-" + provider, row, FLOOR, "us")));
      }
      line("| " + row.words + cells + " |");
    }
    line("");
  }

  private void roundTrips() throws IOException {
    List<Chart.Group> groups = new ArrayList<>();
    boolean titled = false;
    for (String channel : List.of("wechat", "alipay", "paypal")) {
      if (results.get("trip/" + channel + "/64/" + OURS + "/units").isEmpty()) {
        continue;
      }
      if (!titled) {
        titled = true;
        line("## Round trips over loopback");
        line("");
        line(
            "A unit is one order placed and asked about: two requests. The channels' side answers"
                + " with bytes made beforehand, in a process of its own on the same cores. CPU is"
                + " that of the client's whole process for each unit; connections are those opened"
                + " while measuring.");
        line("");
      }
      line("### " + channelName(channel));
      line("");
      line(
          "| threads | side | units/s | p50 ms | p99 ms | client CPU µs/unit | new connections/unit"
              + " | peak RSS MB |");
      line("|---|---|---|---|---|---|---|---|");
      for (int threads : List.of(1, 8, 64)) {
        List<Chart.Bar> bars = new ArrayList<>();
        for (Peer peer : Peer.ALL) {
          if (!peer.channels().contains(channel)) {
            continue;
          }
          String key = "trip/" + channel + "/" + threads + "/" + peer.name() + "/";
          OptionalDouble cpu = results.get(key + "cpu");
          line(
              "| "
                  + threads
                  + " | "
                  + peer.name()
                  + " | "
                  + number(results.get(key + "units"), "")
                  + " | "
                  + number(results.get(key + "p50"), "")
                  + " | "
                  + number(results.get(key + "p99"), "")
                  + " | "
                  + number(cpu, "")
                  + times(
                      cpu, results.get("trip/" + channel + "/" + threads + "/" + FLOOR + "/cpu"))
                  + " | "
                  + number(results.get(key + "connections"), "")
                  + " | "
                  + number(results.get(key + "rss"), "")
                  + " |");
          if (threads == 64) {
            results
                .get(key + "units")
                .ifPresent(
                    units ->
                        bars.add(
                            new Chart.Bar(
                                peer.name(),
                                units,
                                number(OptionalDouble.of(units), "/s"),
                                peer == Peer.OURS)));
          }
        }
        if (!bars.isEmpty()) {
          groups.add(new Chart.Group(channelName(channel), bars));
        }
      }
      line("");
    }
    picture("round-trips", "Units a second with 64 threads, more is better", groups);
  }

  private static String channelName(String channel) {
    return switch (channel) {
      case "wechat" -> "WeChat Pay";
      case "alipay" -> "Alipay";
      default -> "PayPal";
    };
  }

  private static String official(String channel) {
    return switch (channel) {
      case "wechat" -> "wechatpay-java";
      case "alipay" -> "alipay-sdk-java";
      default -> "paypal-server-sdk";
    };
  }

  private void first() {
    if (results.get("first/wechat/" + OURS + "/ms").isEmpty()) {
      return;
    }
    line("## The first 100 notifications of a cold process");
    line("");
    line("Mean of the first hundred, opening the client included; median of processes.");
    line("");
    line("| | floor | Jiaozi | official | Jiaozi to official |");
    line("|---|---|---|---|---|");
    for (String channel : List.of("wechat", "alipay")) {
      String key = "first/" + channel + "/";
      OptionalDouble ours = results.get(key + OURS + "/ms");
      OptionalDouble official = results.get(key + official(channel) + "/ms");
      line(
          "| "
              + channelName(channel)
              + " | "
              + number(results.get(key + FLOOR + "/ms"), " ms")
              + " | "
              + number(ours, " ms")
              + " | "
              + number(official, " ms")
              + " | "
              + ratio(ours, official)
              + " |");
    }
    line("");
  }

  private void cold() throws IOException {
    if (results.get("cold/wechat/" + OURS + "/ms").isEmpty()) {
      return;
    }
    line("## Cold start to the first signed request");
    line("");
    line(
        "From the start of the process to its end after one order was placed and answered; classes"
            + " loaded by then. Median of processes.");
    line("");
    line("| | floor | Jiaozi | official |");
    line("|---|---|---|---|");
    List<Chart.Group> groups = new ArrayList<>();
    for (String channel : List.of("wechat", "alipay", "paypal")) {
      StringBuilder cells = new StringBuilder();
      List<Chart.Bar> bars = new ArrayList<>();
      OptionalDouble floor = results.get("cold/" + channel + "/" + FLOOR + "/ms");
      for (String side : List.of(FLOOR, OURS, official(channel))) {
        OptionalDouble taken = results.get("cold/" + channel + "/" + side + "/ms");
        cells
            .append(" | ")
            .append(number(taken, " ms"))
            .append(side.equals(FLOOR) ? "" : times(taken, floor))
            .append(", ")
            .append(number(results.get("cold/" + channel + "/" + side + "/classes"), " classes"));
        taken.ifPresent(
            value ->
                bars.add(
                    new Chart.Bar(
                        side, value, number(OptionalDouble.of(value), " ms"), side.equals(OURS))));
      }
      line("| " + channelName(channel) + cells + " |");
      groups.add(new Chart.Group(channelName(channel), bars));
    }
    line("");
    picture("cold-start", "Cold start to the first signed request, less is better", groups);
  }

  private void footprint() throws IOException {
    line("## Footprint");
    line("");
    line(
        "Everything on the class path but a logging back end. The three official SDKs together:"
            + " each file counted once.");
    line("");
    line("| | jars | MB | classes |");
    line("|---|---|---|---|");
    List<Chart.Bar> bars = new ArrayList<>();
    for (String name :
        List.of(
            "Jiaozi, wechat",
            "wechatpay-java",
            "Jiaozi, alipay",
            "alipay-sdk-java",
            "Jiaozi, paypal",
            "paypal-server-sdk",
            "Jiaozi, unionpay",
            "Jiaozi, all four",
            "three official SDKs")) {
      String key = "footprint/" + name + "/";
      OptionalDouble megabytes = results.get(key + "megabytes");
      line(
          "| "
              + name
              + " | "
              + number(results.get(key + "jars"), "")
              + " | "
              + number(megabytes, "")
              + " | "
              + number(results.get(key + "classes"), "")
              + " |");
      megabytes.ifPresent(
          value ->
              bars.add(
                  new Chart.Bar(
                      name,
                      value,
                      number(OptionalDouble.of(value), " MB"),
                      name.startsWith(OURS))));
    }
    line("");
    picture(
        "footprint",
        "Megabytes on the class path, less is better",
        List.of(new Chart.Group("", bars)));
  }

  private void guard() {
    if (results.get("guard/GuardBenchmark.pay/NO_JOURNAL/us").isEmpty()) {
      return;
    }
    line("## The guard round a call");
    line("");
    line(
        "Through the gateway, over an adapter that returns a constant (no network, no"
            + " cryptography): checks, capabilities, breaker, bulkhead, deadline, comparison of the"
            + " answer, log, events. Median of one call, and what it allocates. With a journal, a"
            + " payment is three short transactions (looked up, intent, outcome), each on disk"
            + " before the next step; a question about a payment that the journal knows in that"
            + " state already writes nothing.");
    line("");
    line("| | no journal | journal in memory | journal in H2, in a file |");
    line("|---|---|---|---|");
    for (String method : List.of("pay", "query", "readNotification", "adapterAlone")) {
      StringBuilder cells = new StringBuilder();
      for (String journal : List.of("NO_JOURNAL", "MEMORY", "H2")) {
        String key = "guard/GuardBenchmark." + method + "/" + journal + "/";
        cells
            .append(" | ")
            .append(number(results.get(key + "us"), " µs"))
            .append(", ")
            .append(kilobytes(results.get(key + "bytes")));
      }
      line(
          "| "
              + (method.equals("adapterAlone")
                  ? "making the request and the constant answer alone"
                  : "`" + method + "`")
              + cells
              + " |");
    }
    line("");
  }

  private static String times(OptionalDouble value, OptionalDouble floor) {
    return value.isEmpty() || floor.isEmpty() ? "" : " (" + ratio(value, floor) + ")";
  }

  private static String ratio(OptionalDouble value, OptionalDouble floor) {
    return value.isEmpty() || floor.isEmpty()
        ? NOTHING
        : String.format(Locale.ROOT, "%.2f ×", value.getAsDouble() / floor.getAsDouble());
  }

  private static String kilobytes(OptionalDouble bytes) {
    return bytes.isEmpty()
        ? NOTHING
        : String.format(Locale.ROOT, "%.1f KB", bytes.getAsDouble() / 1024);
  }

  private static String number(OptionalDouble value, String unit) {
    if (value.isEmpty() || Double.isNaN(value.getAsDouble())) {
      return NOTHING;
    }
    double number = value.getAsDouble();
    String form =
        number >= 100 || number == Math.rint(number)
            ? "%.0f"
            : number >= 10 ? "%.1f" : number >= 0.1 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, form, number) + unit;
  }
}
