/** The one place that talks to Jiaozi. No channel is named here: accounts say what they can do. */
@NullMarked
package io.jiaozi.samples.storefront.pay;

import org.jspecify.annotations.NullMarked;
