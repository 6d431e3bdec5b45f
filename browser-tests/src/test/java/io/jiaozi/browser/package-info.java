/** A real browser at the storefront and at the sandbox's cashiers, both in this process. */
package io.jiaozi.browser;
