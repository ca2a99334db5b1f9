{% load static %}import { start } from "{% static modules.0 %}";
import { handlePush } from "{% static modules.1 %}";

start(self, {{ keeps|safe }});
handlePush(self);
