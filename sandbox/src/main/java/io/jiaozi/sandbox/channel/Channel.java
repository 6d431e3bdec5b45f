package io.jiaozi.sandbox.channel;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One simulated channel. The sandbox owns the port, the clock, the faults and the journal of
 * requests; the channel owns everything that is particular to it. Implementations are safe for use
 * by many threads.
 *
 * <p>For a request the sandbox calls, in this order, {@link #operation}, {@link #handle} and {@link
 * #seal}. Faults are put between these steps: "before commit" means that {@code handle} is never
 * called.
 */
public interface Channel {

  /** The channel's name, lower case: part of settings names and of the sandbox's own paths. */
  String name();

  /** The title shown to people. */
  String title();

  /** What the request asks of this channel, or null when the path is not one of its own. */
  @Nullable Operation operation(WireRequest request);

  /**
   * Checks the request as the real channel does, changes the channel's state, and says what to
   * answer, not yet signed. A refusal is an answer too.
   */
  Reply handle(WireRequest request);

  /** Signs an answer of {@link #handle}. */
  Reply seal(WireRequest request, Reply reply, Seal seal);

  /** What this channel's gateway answers with this HTTP status when it fails; not signed. */
  Reply gatewayFailure(int status);

  /**
   * Answers {@code /_sandbox/<name>/...}: pages for people.
   *
   * @param path the decoded path segments after the channel's name
   * @param form the fields of a posted form, empty for GET
   */
  Reply page(String method, List<String> path, Map<String, String> form);

  /**
   * Answers {@code /_sandbox/api/<name>/...}: the control API.
   *
   * @param path the decoded path segments after the channel's name
   * @param body the posted object, empty when none was sent
   * @throws NotFound when there is no such thing
   * @throws IllegalArgumentException with a sentence for the caller when the body makes no sense
   */
  Reply control(String method, List<String> path, ObjectNode body);

  /** The page on which a person pays for what this code or link stands for; null when not ours. */
  @Nullable String cashierPath(String code);

  /** Rows for the landing page, newest first. */
  List<OrderSummary> orders();

  /** Settings of a merchant account at this channel, keys and certificates inline as PEM. */
  Map<String, String> settings();

  /** Writes key and certificate files, and says what belongs into the exported files. */
  Exported export(ExportFolder folder) throws IOException;

  /**
   * One order on the landing page.
   *
   * @param number the merchant's number
   * @param description merchant's text, not yet escaped
   * @param amount for people, such as {@code 88.00 CNY}
   * @param state the channel's own word
   * @param path where the order's page is; null when it has none
   */
  record OrderSummary(
      String number, String description, String amount, String state, @Nullable String path) {}

  /**
   * What a channel adds to the exported files.
   *
   * @param settings for {@code jiaozi.properties}; files as absolute paths
   * @param credentials for {@code credentials.json}; files relative to the folder
   */
  record Exported(Map<String, String> settings, ObjectNode credentials) {}

  /** The control API was asked for something that does not exist. */
  final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotFound(String message) {
      super(message);
    }
  }
}
