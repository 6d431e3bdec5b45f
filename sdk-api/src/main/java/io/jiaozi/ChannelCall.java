package io.jiaozi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One call of a channel's endpoint that the common API does not model.
 *
 * @param verb HTTP method in capitals, or what the channel calls its verb
 * @param target path or method name in the channel's words, undecoded, without host and query
 * @param query query parameters in order, unencoded; copied
 * @param headers extra headers; the adapter refuses those it sets itself; copied
 * @param body exact text of the body; empty for none; hidden in {@code toString}
 * @param repeatable whether sending the same call again is harmless. If you are not sure, it is not
 */
public record ChannelCall(
    String verb,
    String target,
    Map<String, String> query,
    Map<String, String> headers,
    String body,
    boolean repeatable) {

  /** Copies the maps. */
  public ChannelCall {
    Objects.requireNonNull(verb, "verb");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(body, "body");
    query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Asks for something; harmless to repeat. */
  public static ChannelCall get(String target, Map<String, String> query) {
    return new ChannelCall("GET", target, query, Map.of(), "", true);
  }

  /** Sends something; never repeated by itself. */
  public static ChannelCall post(String target, String body) {
    return new ChannelCall("POST", target, Map.of(), Map.of(), body, false);
  }

  @Override
  public String toString() {
    return "ChannelCall[" + verb + " " + target + "]";
  }
}
