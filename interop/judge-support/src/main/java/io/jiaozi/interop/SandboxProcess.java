package io.jiaozi.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The sandbox in a JVM of its own, started from {@code sandbox/target/sandbox.jar} on a free port,
 * with its files exported below this module's {@code target}. Close it to end the process and
 * remove the files. Safe for use by many threads.
 */
public final class SandboxProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String STARTED = "Stop it with";

  private final Process process;
  private final Path folder;
  private final Json credentials;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private SandboxProcess(Process process, Path folder, Json credentials) {
    this.process = process;
    this.folder = folder;
    this.credentials = credentials;
  }

  /**
   * Starts a sandbox and waits until it listens.
   *
   * @throws IllegalStateException with a sentence if there is no sandbox to start, or it ends
   */
  public static SandboxProcess start() {
    try {
      Path target = Files.createDirectories(Exchange.module().resolve("target"));
      Path folder = Files.createTempDirectory(target, "sandbox-");
      Process process =
          new ProcessBuilder(
                  java(),
                  "-jar",
                  jar(Exchange.module()).toString(),
                  "--port",
                  "0",
                  "--export",
                  folder.resolve("out").toString())
              .redirectErrorStream(true)
              .start();
      awaitStart(process);
      Path exported = folder.resolve("out");
      return new SandboxProcess(
          process, folder, Json.parse(Files.readString(exported.resolve("credentials.json"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The runnable sandbox, as seen from a judge's folder. */
  static Path jar(Path judge) {
    Path jar = judge.resolve("../../sandbox/target/sandbox.jar").normalize();
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          "There is no sandbox to judge: "
              + jar
              + " is missing. It is made when module sandbox is packaged; \"mvn verify\" on the"
              + " whole project does that first.");
    }
    return jar;
  }

  /** Reads until the program says that it has started; the rest is read and dropped. */
  private static void awaitStart(Process process) {
    CompletableFuture<String> started = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              StringBuilder said = new StringBuilder();
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  if (line.startsWith(STARTED)) {
                    started.complete(line);
                  } else if (!started.isDone()) {
                    said.append(line).append('\n');
                  }
                }
              } catch (IOException closed) {
                // The process has ended; what it said decides below.
              }
              started.completeExceptionally(
                  new IllegalStateException("The sandbox ended at once. It said:\n" + said));
            },
            "sandbox-output");
    reader.setDaemon(true);
    reader.start();
    try {
      started.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the sandbox started.", e);
    } catch (ExecutionException e) {
      process.destroyForcibly();
      throw new IllegalStateException(e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new IllegalStateException("The sandbox did not start within " + PATIENCE + ".", e);
    }
  }

  /** Where all channels listen: {@code http://127.0.0.1:<port>}. */
  public URI address() {
    return URI.create(credentials.at("address").text());
  }

  /** A channel's part of {@code credentials.json}; docs/sandbox.md describes it. */
  public Json credentials(String channel) {
    return credentials.at("channels").at(channel);
  }

  /** A key or certificate file, by its name in {@code credentials.json}. */
  public Path file(Json name) {
    return folder.resolve("out").resolve(name.text());
  }

  /**
   * Asks the control API.
   *
   * @param path below {@code /_sandbox/api/}, such as {@code wechat/orders}
   */
  public Json get(String path) {
    return Json.parse(send(path, request(path).GET()));
  }

  /**
   * Tells the control API to do something.
   *
   * @param body a JSON object, or empty
   * @return the answer; an empty object when there was none
   * @throws IllegalStateException with the sandbox's own sentence if it refuses
   */
  public Json post(String path, String body) {
    HttpRequest.BodyPublisher publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    String answer =
        send(path, request(path).POST(publisher).header("Content-Type", "application/json"));
    return Json.parse(answer.isEmpty() ? "{}" : answer);
  }

  /**
   * A signed notification, built by the sandbox and not sent.
   *
   * @param path below {@code /_sandbox/api/}, such as {@code wechat/orders/A1/notification}
   * @param twists what is to be odd about it
   */
  public HttpMessage notification(String path, String... twists) {
    String names = Arrays.stream(twists).map(Json::quoted).collect(Collectors.joining(","));
    Json message = post(path, "{\"twists\":[" + names + "]}");
    return new HttpMessage(
        "POST",
        "/notify",
        message.at("headers").texts(),
        message.at("body").text().getBytes(StandardCharsets.UTF_8));
  }

  /** Arms a fault for the next request of an operation, such as {@code query}. */
  public void arm(String fault, String operation) {
    post(
        "faults",
        "{\"fault\":" + Json.quoted(fault) + ",\"target\":" + Json.quoted(operation) + "}");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address().resolve("/_sandbox/api/" + path)).timeout(PATIENCE);
  }

  private String send(String path, HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(
            "The sandbox's control API answered "
                + answer.statusCode()
                + " to "
                + path
                + ": "
                + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking the sandbox.", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
      Exchange.delete(folder);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
