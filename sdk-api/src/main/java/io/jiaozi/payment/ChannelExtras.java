package io.jiaozi.payment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fields of the channel's own that the common API does not model, applied as given and signed with
 * the rest.
 *
 * <p>A key is the path on the wire as the channel's documents write it ({@code
 * scene_info.store_info.id}); a value is text. An adapter refuses extras that touch identity,
 * amount, currency, merchant number, URLs or signature fields, or anything it set itself.
 *
 * @param fields wire path to value; copied, in the given order; values are hidden in {@code
 *     toString}
 */
public record ChannelExtras(Map<String, String> fields) {

  private static final ChannelExtras NONE = new ChannelExtras(Map.of());

  /** Copies the fields. */
  public ChannelExtras {
    fields.forEach(
        (path, value) -> {
          if (path == null || value == null) {
            throw new IllegalArgumentException(
                "Channel extras hold neither a null path nor a null value.");
          }
        });
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** No extras: the usual case. */
  public static ChannelExtras none() {
    return NONE;
  }

  /** One extra field. */
  public static ChannelExtras of(String path, String value) {
    return new ChannelExtras(Map.of(path, value));
  }

  /** These extras and one more. */
  public ChannelExtras with(String path, String value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(path, value);
    return new ChannelExtras(more);
  }

  /** Tells whether there is nothing to apply. */
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  @Override
  public String toString() {
    return "ChannelExtras" + fields.keySet();
  }
}
