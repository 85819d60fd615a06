"""The instruments of whoever changes the rules: how right a run is, what a change gains and loses, what no rule reads."""
