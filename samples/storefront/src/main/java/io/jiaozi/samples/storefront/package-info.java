/**
 * A small dumpling shop. {@code shop} is what it sells and keeps, {@code pay} is the one place that
 * talks to Jiaozi, {@code web} are its pages.
 */
@NullMarked
package io.jiaozi.samples.storefront;

import org.jspecify.annotations.NullMarked;
