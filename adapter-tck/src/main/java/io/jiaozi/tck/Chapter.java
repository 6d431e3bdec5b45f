package io.jiaozi.tck;

import java.util.List;

/** Rules that belong together. */
interface Chapter {

  String title();

  /** Every case, in the order of the report. */
  List<Case> cases();
}
