package io.jiaozi.tck.teahouse;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.tck.Defect;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/** One exchange on one socket, with an exact idea of what may have arrived. */
final class TeaHttp {

  private final URI base;
  private final List<Socket> leaked = new ArrayList<>();
  private int waited;

  TeaHttp(URI base) {
    this.base = base;
  }

  record Reply(int status, Map<String, String> headers, String body) {}

  /** Connects and does nothing. */
  void greet() {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new ChannelFailure.NotSent("could not be greeted", e);
    }
  }

  Reply post(Map<String, String> headers, String body, Duration timeLeft) {
    return post(base, headers, body, timeLeft, true);
  }

  private Reply post(
      URI to, Map<String, String> headers, String body, Duration timeLeft, boolean again) {
    Duration time = Defect.WAITS_LONGER.on() ? longer(timeLeft) : timeLeft;
    Socket socket = connect(to, time);
    boolean done = false;
    try {
      socket.setSoTimeout((int) Math.max(1, time.toMillis()));
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      StringBuilder head =
          new StringBuilder("POST /tea HTTP/1.1\r\nHost: ")
              .append(to.getHost())
              .append("\r\nConnection: close\r\nContent-Length: ")
              .append(bytes.length)
              .append("\r\n");
      headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
      socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      Reply reply = read(socket.getInputStream());
      done = reply.status() == 200;
      if (reply.status() == 307 && Defect.FOLLOWS_REDIRECTS.on()) {
        return post(
            URI.create(reply.headers().getOrDefault("location", "")),
            headers,
            body,
            timeLeft,
            false);
      }
      return reply;
    } catch (SocketTimeoutException silent) {
      if (Defect.SILENCE_IS_NOT_SENT.on()) {
        throw new ChannelFailure.NotSent("was silent", silent);
      }
      throw new ChannelFailure.OutcomeUnknown(
          Defect.SILENCE_IS_A_CODE.on()
              ? OpenOutcome.Cause.UNKNOWN_CODE
              : OpenOutcome.Cause.NO_REPLY,
          "did not answer within " + timeLeft.toMillis() + " ms",
          silent);
    } catch (IOException lost) {
      if (again && Defect.RESENDS.on()) {
        return post(to, headers, body, timeLeft, false);
      }
      if (Defect.LOST_IS_REFUSED.on()) {
        throw TeahouseAdapter.refusal("LOST");
      }
      if (Defect.LOST_IS_NOT_SENT.on()) {
        throw new ChannelFailure.NotSent("gave no answer", lost);
      }
      throw new ChannelFailure.OutcomeUnknown(
          OpenOutcome.Cause.NO_REPLY,
          Defect.TECHNICAL_WORDS.on() ? lost.toString() : "gave no answer that can be read",
          lost);
    } finally {
      if (Defect.LEAKS_SOCKETS.on() && !done) {
        leaked.add(socket);
      } else {
        close(socket);
      }
    }
  }

  /** Twice, for it takes long. */
  private Duration longer(Duration timeLeft) {
    boolean first = timeLeft.toMillis() < 1_000 && waited < 2;
    waited += first ? 1 : 0;
    return first ? timeLeft.plusSeconds(6) : timeLeft;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // It is of no use any more.
    }
  }

  private static Socket connect(URI to, Duration time) {
    boolean tls = "https".equals(to.getScheme());
    SocketFactory factory = tls ? SSLSocketFactory.getDefault() : SocketFactory.getDefault();
    Socket socket = null;
    try {
      socket = factory.createSocket();
      int port = to.getPort() < 0 ? 443 : to.getPort();
      InetSocketAddress address = new InetSocketAddress(to.getHost(), port);
      if (address.isUnresolved() && Defect.NO_NAME_IS_OPEN.on()) {
        throw open();
      }
      socket.connect(address, (int) Math.max(1, time.toMillis()));
      if (tls) {
        socket.setSoTimeout((int) Math.max(1, time.toMillis()));
        ((javax.net.ssl.SSLSocket) socket).startHandshake();
      }
      return socket;
    } catch (IOException refused) {
      if (socket != null) {
        close(socket);
      }
      boolean handshake = refused instanceof javax.net.ssl.SSLException;
      if (handshake ? Defect.NO_HANDSHAKE_IS_OPEN.on() : Defect.REFUSED_IS_OPEN.on()) {
        throw open();
      }
      throw new ChannelFailure.NotSent(
          Defect.TECHNICAL_WORDS.on() ? refused.toString() : "could not be reached", refused);
    }
  }

  private static ChannelFailure open() {
    return new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.NO_REPLY, "could not be reached", null);
  }

  private static Reply read(InputStream in) throws IOException {
    String start = line(in);
    String[] words = start.split(" ", 3);
    if (!start.startsWith("HTTP/1.1 ") || words.length < 2) {
      if (Defect.GARBAGE_BREAKS.on()) {
        throw new NumberFormatException("no status");
      }
      throw new IOException("no HTTP");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    int status = Integer.parseInt(words[1]);
    String length = headers.get("content-length");
    if (length == null) {
      if (Defect.CHUNKS_BREAK.on()) {
        throw new NumberFormatException("no length");
      }
      throw new IOException("no length");
    }
    byte[] body = in.readNBytes(Integer.parseInt(length));
    if (body.length < Integer.parseInt(length)) {
      if (Defect.TRUNCATED_IS_REFUSED.on()) {
        throw TeahouseAdapter.refusal("BROKEN");
      }
      throw new EOFException("broken off");
    }
    return new Reply(status, headers, new String(body, StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("closed");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }
}
