package io.jiaozi.wechat;

import io.jiaozi.error.Problem;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.Scene;
import io.jiaozi.support.json.JsonBody;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is special about one scene: its endpoint, what it adds to the common body, and what its
 * answer turns into. Safe for many threads.
 */
interface PayScene {

  /** Which scene this is. */
  Scene.Kind kind();

  /** The channel's name of it, the last part of its endpoint. */
  String product();

  /** Everything the scene itself does not allow about a request. */
  List<Problem> check(PaymentRequest request, Party party);

  /** Wire paths that {@link #addTo} sets, so that extras cannot. */
  Set<String> fields();

  /** Adds what the scene needs to the common body. */
  void addTo(JsonBody body, PaymentRequest request, Party party);

  /** What a verified answer means. */
  PaymentResult result(Prepaid prepaid);

  /**
   * Whether the order waits for the buyer: then it has an expiry and a notification URL. At the
   * till it has neither.
   */
  default boolean waitsForBuyer() {
    return true;
  }

  /** One row for every scene an account offers. */
  static Map<Scene.Kind, PayScene> all(
      ClientSignature client, Identity identity, StateMapping states) {
    Map<Scene.Kind, PayScene> scenes = new EnumMap<>(Scene.Kind.class);
    for (PayScene scene :
        List.of(
            new NativeScene(),
            new JsapiScene(client),
            new AppScene(client),
            new MobileWebScene(),
            new TillScene(identity, states))) {
      scenes.put(scene.kind(), scene);
    }
    return scenes;
  }

  /** The app a scene names, if it names one. */
  static @Nullable String clientAppId(Scene scene) {
    if (scene instanceof Scene.InAppPage page) {
      return page.clientAppId();
    }
    return scene instanceof Scene.App app ? app.clientAppId() : null;
  }

  /** Refuses an app that is none of the party's. */
  static List<Problem> checkClientAppId(Scene scene, Party party) {
    if (party.mayUse(clientAppId(scene))) {
      return List.of();
    }
    return List.of(
        new Problem(
            "scene.clientAppId",
            "is none of the account's app ids. Leave it out, or bind it to the merchant and add it to \""
                + Settings.MORE_APP_IDS
                + (party.isPartner()
                    ? "\", or give it as \"" + Party.SUB_APP_ID + "\" of the sub-merchant."
                    : "\".")));
  }
}
