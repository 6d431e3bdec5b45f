package io.jiaozi.sandbox;

import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.ExportFolder;
import io.jiaozi.sandbox.channel.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Writes the files that other programs read. Their form is described in docs/sandbox.md. */
final class Export {
  private Export() {}

  /** Writes everything and returns the settings that {@code jiaozi.properties} holds. */
  static Map<String, String> write(Path folder, URI address, List<Channel> channels)
      throws IOException {
    ExportFolder target = ExportFolder.open(folder);
    Map<String, String> settings = new LinkedHashMap<>();
    ObjectNode perChannel = Json.object();
    for (Channel channel : channels) {
      Channel.Exported exported = channel.export(target);
      settings.putAll(exported.settings());
      perChannel.set(channel.name(), exported.credentials());
    }
    ObjectNode credentials =
        Json.object()
            .put("address", address.toString())
            .put("controlApi", address + "/_sandbox/api/")
            .put("landingPage", address + "/_sandbox/");
    credentials.set("channels", perChannel);
    target.write("jiaozi.properties", properties(settings));
    target.write("credentials.json", Json.pretty(credentials) + "\n");
    return Collections.unmodifiableMap(settings);
  }

  private static String properties(Map<String, String> settings) {
    StringBuilder text =
        new StringBuilder("# Merchant accounts at a Jiaozi sandbox. Made anew at every start.\n");
    settings.forEach(
        (name, value) -> text.append(name).append('=').append(escaped(value)).append('\n'));
    return text.toString();
  }

  /** As java.util.Properties reads it; non-ASCII paths survive either way of decoding the file. */
  private static String escaped(String value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' || (i == 0 && c == ' ')) {
        text.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
