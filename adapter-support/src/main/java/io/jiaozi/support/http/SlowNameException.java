package io.jiaozi.support.http;

import java.net.UnknownHostException;

/** The resolver did not answer in time. */
final class SlowNameException extends UnknownHostException {

  private static final long serialVersionUID = 1L;

  SlowNameException(String name) {
    super(name);
  }
}
