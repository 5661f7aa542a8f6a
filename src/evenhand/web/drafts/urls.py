"""Addresses of this app's pages."""

from django.urls import path

from evenhand.web.drafts import views

app_name = "drafts"
urlpatterns = [
    path("", views.drafts, name="drafts"),
    path("new/", views.new, name="new"),
    path("<int:number>/", views.draft, name="draft"),
    path("<int:number>/compare/", views.compare, name="compare"),
    path("<int:number>/upload/", views.upload, name="upload"),
    path("<int:number>/publish/", views.publish, name="publish"),
    path("<int:number>/texts/<int:text>/", views.text, name="text"),
    path("<int:number>/texts/<int:text>/framework.yaml", views.file, name="file"),
    path("<int:number>/ask/", views.ask_approval, name="ask_approval"),
    path("<int:number>/return/", views.give_back, name="return"),
    path("<int:number>/give-up/", views.give_up, name="give_up"),
]
