package io.jiaozi.internal.guard;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.error.Problem;
import io.jiaozi.payment.Scene;
import java.util.List;
import java.util.Set;

/**
 * Refuses what an account cannot do: by its capabilities, and by what its adapter really is.
 *
 * @param displayName the channel's name for people
 */
record Abilities(Capabilities capabilities, String displayName) {

  /** Problems with being paid in a scene. */
  List<Problem> pay(Scene.Kind scene) {
    return scene(capabilities.pay(), scene, "be paid");
  }

  /** Problems with holding money in a scene. */
  List<Problem> authorize(Scene.Kind scene, boolean implemented) {
    return implemented
        ? scene(capabilities.authorize(), scene, "hold money")
        : cannot("hold money");
  }

  /** Problems with anything else. */
  List<Problem> has(Capability capability, boolean implemented, String what) {
    return implemented && capabilities.has(capability) ? List.of() : cannot(what);
  }

  /** Problems with taking held money. */
  List<Problem> capture(boolean implemented) {
    return implemented && !capabilities.authorize().isEmpty()
        ? List.of()
        : cannot("hold money, so there is nothing to capture");
  }

  private List<Problem> scene(Set<Scene.Kind> offered, Scene.Kind scene, String what) {
    if (offered.contains(scene)) {
      return List.of();
    }
    return offered.isEmpty()
        ? cannot(what)
        : List.of(
            new Problem(
                "scene",
                "is "
                    + scene
                    + ", in which this account at "
                    + displayName
                    + " cannot "
                    + what
                    + ". It can in "
                    + offered.stream().sorted().toList()
                    + "."));
  }

  private List<Problem> cannot(String what) {
    return List.of(
        new Problem(
            "account",
            "This account at "
                + displayName
                + " cannot "
                + what
                + ". Ask capabilities() before you offer it."));
  }
}
