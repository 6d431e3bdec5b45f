package io.jiaozi.proving.channels;

import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.proving.stage.Stage;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * One thing a channel can be asked for, ready to be struck by faults.
 *
 * @param name in a few words, unique within the channel
 * @param operation in the common words
 * @param atSandbox the sandbox's word for the request that is struck
 * @param repeats how often the channel's documents let the same request be sent without asking
 * @param requests how many requests one healthy call makes in all, questions and fetches included
 * @param clientSignatures how many more signatures it makes, for what a client app hands on
 * @param fetch whether the struck request only fetches a key or token that the call needs, so that
 *     nothing of the call itself is sent without it
 * @param change settings of the account for this call
 * @param scenery brings the channel into the state the call needs
 */
public record ProvedCall(
    String name,
    Operation operation,
    String atSandbox,
    Repeats repeats,
    int requests,
    int clientSignatures,
    boolean fetch,
    UnaryOperator<Map<String, String>> change,
    Scenery scenery) {

  /**
   * What the plan of the adapter must come to, written down here a second time from the channel's
   * documents.
   */
  public enum Repeats {
    /** A question: asked again freely, and nothing else is asked about it. */
    QUESTION,
    /**
     * Sent again freely. What a lost answer held (a code, a page, that it is done) only the same
     * request gives again, so asking does not settle it.
     */
    FOR_ITS_ANSWER,
    /**
     * Not sent again within the call. What a lost answer held is given once only: asking shows that
     * it is lost.
     */
    ONCE_FOR_ITS_ANSWER,
    /** Sent again freely; if that does not help, a question tells whether it was done. */
    FREELY,
    /** Sent again freely, and every time it is looked first whether that is still needed. */
    LOOK_AND_DO,
    /** Asked about first; sent again only if the channel does not know it. */
    ASK_FIRST,
    /**
     * Asked about, and not sent again within the call: never at all, or not before a time in which
     * "not found" proves nothing.
     */
    ASK_ONLY,
    /** At the till: asked about while the buyer may be typing, then undone; never sent again. */
    UNDONE,
    /**
     * The same where a payment that the channel does not know may still be on its way: its outcome
     * stays open.
     */
    UNDONE_IF_FOUND
  }

  /** Prepares with a healthy account and tells what to do then. */
  public interface Scenery {
    Act prepare(Stage stage, MerchantAccount healthy, String uniqueNumber);
  }

  /**
   * What to do.
   *
   * @param number the business number of the request, as the sandbox counts it; empty if the
   *     adapter makes one up, and then requests are counted whatever their number
   * @param call makes the call; may be made again and must then be the very same request
   */
  public record Act(String number, Call call) {

    /** Under a number that the adapter makes up. */
    public static Act underOwnNumber(Call call) {
      return new Act("", call);
    }
  }

  /** Makes the call. */
  public interface Call {
    Object make(MerchantAccount account);
  }

  /** A call of one request. */
  public static ProvedCall of(
      String name, Operation operation, String atSandbox, Repeats repeats, Scenery scenery) {
    return new ProvedCall(
        name, operation, atSandbox, repeats, 1, 0, false, settings -> settings, scenery);
  }

  /** The same call if it makes so many requests. */
  public ProvedCall requests(int count) {
    return new ProvedCall(
        name, operation, atSandbox, repeats, count, clientSignatures, fetch, change, scenery);
  }

  /** The same call if it also signs what a client app hands on. */
  public ProvedCall signingForClient() {
    return new ProvedCall(name, operation, atSandbox, repeats, requests, 1, fetch, change, scenery);
  }

  /** The fetch of a key or token before this call, struck in its place. */
  public ProvedCall afterFetching(
      String newName, String fetchAtSandbox, UnaryOperator<Map<String, String>> newChange) {
    return new ProvedCall(
        newName,
        operation,
        fetchAtSandbox,
        repeats,
        requests + 1,
        clientSignatures,
        true,
        newChange,
        scenery);
  }

  /** The same call made by this view of the account. */
  public ProvedCall seenAs(String who, BiFunction<Stage, MerchantAccount, MerchantAccount> view) {
    return new ProvedCall(
        name + " " + who,
        operation,
        atSandbox,
        repeats,
        requests,
        clientSignatures,
        fetch,
        change,
        (stage, healthy, number) -> {
          Act act = scenery.prepare(stage, view.apply(stage, healthy), number);
          return new Act(act.number(), account -> act.call().make(view.apply(stage, account)));
        });
  }

  @Override
  public String toString() {
    return name;
  }
}
