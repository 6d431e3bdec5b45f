package io.jiaozi.proving.message;

import java.util.List;

/** Where one datum of a signed message stands. */
public sealed interface Place {

  /** A header. */
  static Place header(String name) {
    return new InHeader(name);
  }

  /** A field of the form in the body. */
  static Place field(String name) {
    return new InForm(name);
  }

  /** Every value that stands there. */
  List<String> values(WireMessage message);

  /** The message with this value alone there. */
  WireMessage with(WireMessage message, String value);

  /** The message with one more value there. */
  WireMessage plus(WireMessage message, String value, boolean first);

  /** The message with nothing there. */
  WireMessage without(WireMessage message);

  /** {@link #header}. */
  record InHeader(String name) implements Place {
    @Override
    public List<String> values(WireMessage message) {
      return message.header(name);
    }

    @Override
    public WireMessage with(WireMessage message, String value) {
      return message.withHeader(name, value);
    }

    @Override
    public WireMessage plus(WireMessage message, String value, boolean first) {
      return message.plusHeader(name, value, first);
    }

    @Override
    public WireMessage without(WireMessage message) {
      return message.withoutHeader(name);
    }
  }

  /** {@link #field}. */
  record InForm(String name) implements Place {
    @Override
    public List<String> values(WireMessage message) {
      return RawForm.of(message).values(name);
    }

    @Override
    public WireMessage with(WireMessage message, String value) {
      return RawForm.of(message).with(name, value).in(message);
    }

    @Override
    public WireMessage plus(WireMessage message, String value, boolean first) {
      return RawForm.of(message).plus(name, value, first).in(message);
    }

    @Override
    public WireMessage without(WireMessage message) {
      return RawForm.of(message).without(name).in(message);
    }
  }
}
