/** The adapter's tests, and the fake of the channel that they run against. */
package com.example.abacus;
